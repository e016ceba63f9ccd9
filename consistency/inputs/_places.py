"""`original:` keys: where in the document behind a plan file something stands."""

from __future__ import annotations

from typing import NamedTuple

from consistency.errors import Bilingual
from consistency.inputs._yaml_nodes import Mapping, Node, Scalar, Sequence
from consistency.model.location import DocumentCell, Original, PdfRegion, SheetCell, TextLine

_NUMBERS = ("line", "page", "table", "row", "column", "paragraph")
_KEYS = frozenset({*_NUMBERS, "box", "sheet", "cell", "file", "copies", "confidence"})


class InvalidPlace(Exception):
    def __init__(self, node: Node, message: str, nl: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = Bilingual(message, nl)


class Source(NamedTuple):
    """What holds for the mapping at hand: `file` is what a place without a file points into."""

    file: str = ""
    original: Original | None = None
    copies: tuple[Original, ...] = ()
    confidence: float = 1.0


def source_of(node: Node, outer: Source) -> Source:
    """What `original: <node>` makes of the source around it; raises `InvalidPlace`."""
    if not isinstance(node, Mapping):
        return outer._replace(original=TextLine(outer.file, _number(node)), copies=())
    parts = {key.text: value for key, value in node.entries}
    for key, _ in node.entries:
        if key.text not in _KEYS:
            word, known = key.text[:80], ", ".join(sorted(_KEYS))
            raise InvalidPlace(
                key,
                f"unknown key '{word}' in a place: {known} are known",
                f"onbekende sleutel '{word}' in een plaats: bekend zijn {known}",
            )
    source = outer
    if "confidence" in parts:
        source = source._replace(confidence=confidence_of(parts.pop("confidence")))
    copies = parts.pop("copies", None)
    file = _text(parts.pop("file")) if "file" in parts else outer.file
    if parts:
        source = source._replace(original=_original(parts, file, node), copies=())
    if copies is not None:
        if not isinstance(copies, Sequence):
            raise InvalidPlace(copies, "copies are a list of places", "copies is een lijst van plaatsen")
        further = [source_of(item, Source(outer.file)).original for item in copies.items]
        source = source._replace(copies=tuple(place for place in further if place is not None))
    return source


def confidence_of(node: Node) -> float:
    """A number from 0 to 1; raises `InvalidPlace`."""
    try:
        value = float(_text(node).replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InvalidPlace(node, "a confidence is a number from 0 to 1", "een zekerheid is een getal van 0 tot 1")
    return value


def _original(parts: dict[str, Node], file: str, node: Mapping) -> Original:
    match frozenset(parts):
        case keys if keys == {"line"}:
            return TextLine(file, _number(parts["line"]))
        case keys if keys == {"sheet", "cell"}:
            return SheetCell(file, _text(parts["sheet"]), _text(parts["cell"]))
        case keys if "page" in keys and keys <= {"page", "box"}:
            return PdfRegion(file, _number(parts["page"]), _box(parts["box"]) if "box" in parts else None)
        case keys if keys & {"table", "paragraph"} and keys <= {"table", "row", "column", "paragraph"}:
            return DocumentCell(file, **{key: _number(value) for key, value in parts.items()})
    raise InvalidPlace(
        node,
        "a place is {line}, {page, box}, {sheet, cell}, {table, row, column} or {paragraph}, not a mix of them",
        "een plaats is {line}, {page, box}, {sheet, cell}, {table, row, column} of {paragraph}, niet door elkaar",
    )


def _box(node: Node) -> tuple[int, int, int, int]:
    if not isinstance(node, Sequence) or len(node.items) != 4:
        raise InvalidPlace(
            node,
            "a box is [left, top, right, bottom] in whole points",
            "een box is [links, boven, rechts, onder] in hele punten",
        )
    left, top, right, bottom = (_number(item, least=0) for item in node.items)
    return left, top, right, bottom


def _number(node: Node, least: int = 1) -> int:
    text = node.text if isinstance(node, Scalar) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise InvalidPlace(
            node,
            "a line number is needed, or a place such as {page: 3} or {sheet: Kosten, cell: B7}",
            "hier hoort een regelnummer, of een plaats zoals {page: 3} of {sheet: Kosten, cell: B7}",
        )
    return int(text)


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise InvalidPlace(node, "one text is needed here", "hier hoort één tekst")
    return node.text
