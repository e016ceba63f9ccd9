"""Plan sets written as YAML: a folder with `portfolio.yaml` and one file a document, or a small set in one file."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from consistency.errors import Bilingual, ConsistencyError, InvalidPlan, UnreadableInput, reason
from consistency.inputs._binding import Binder
from consistency.inputs._keys import folded, keys_of
from consistency.inputs._naming import printable
from consistency.inputs._yaml_nodes import MAX_BYTES, Mapping, Node, Scalar, Sequence, load, node_of
from consistency.model.location import YamlPlace
from consistency.model.record import DocumentRecord, InputFile, PlanSetRecord, PortfolioRecord, Record, Said

SUFFIXES = (".yaml", ".yml")
PORTFOLIO = ("portfolio.yaml", "portfolio.yml")
_NO_PLANS = frozenset({"waivers.yaml", "waivers.yml"})
_SET_KEYS = frozenset({"portfolio", "documents", "documenten"})

R = TypeVar("R", bound=Record)


def read_plan_set(folder: Path, shown: str) -> PlanSetRecord:
    """The plan set in `folder` (not below it); `shown` is how the folder is called in messages.

    Places have paths relative to the folder. A file that cannot be read is a problem of the set and hides no other.
    """
    reading = _Reading()
    portfolio: PortfolioRecord | None = None
    documents: list[DocumentRecord] = []
    paths = sorted(_plan_files(folder, shown), key=lambda path: path.name)
    for path in paths:
        name = printable(path.name)
        node = reading.node(path, name)
        if node is None:
            continue
        if path.name not in PORTFOLIO:
            document = reading.record(DocumentRecord, node, name)
            documents += [document] if document and reading.is_new(document, documents) else []
        elif portfolio is None:
            portfolio = reading.record(PortfolioRecord, node, name)
        else:
            reading.problems.append(_second_portfolio(name))
    if not paths:
        reading.problems.append(_no_plan_files(shown))
    elif not any(path.name in PORTFOLIO for path in paths):
        reading.problems.append(_no_portfolio(shown))
    return reading.plan_set(portfolio or _empty_portfolio(PORTFOLIO[0], printable(folder.resolve().name)), documents)


def read_plan_file(path: Path, shown: str) -> PlanSetRecord:
    """One YAML file given alone: a document (with the `portfolio.yaml` beside it, if there is one), or a whole set."""
    reading = _Reading()
    node = reading.node(path, shown)
    if node is None:
        return reading.plan_set(_empty_portfolio(shown, Path(shown).stem), [])
    if path.name in PORTFOLIO:
        portfolio = reading.record(PortfolioRecord, node, shown)
        return reading.plan_set(portfolio or _empty_portfolio(shown, Path(shown).stem), [])
    if isinstance(node, Mapping) and _is_whole_set(node):
        try:
            portfolio, documents = _split_set(node, shown)
        except InvalidPlan as error:
            reading.problems.append(error)
            portfolio, documents = _empty_portfolio(shown, Path(shown).stem), []
        return reading.plan_set(portfolio, documents)
    document = reading.record(DocumentRecord, node, shown)
    beside = next((path.with_name(name) for name in PORTFOLIO if path.with_name(name).is_file()), None)
    portfolio_node = reading.node(beside, beside.name) if beside else None
    portfolio = reading.record(PortfolioRecord, portfolio_node, beside.name) if beside and portfolio_node else None
    return reading.plan_set(portfolio or _empty_portfolio(shown, Path(shown).stem), [document] if document else [])


@dataclass(frozen=True, slots=True)
class YamlReader:
    """Gives records at once: a plan file is the written form of the records."""

    name: str = "yaml"
    suffixes: tuple[str, ...] = SUFFIXES

    def read(self, path: Path, shown: str) -> PlanSetRecord:
        return read_plan_set(path, shown) if path.is_dir() else read_plan_file(path, shown)


READER = YamlReader()


def plan_set_from_node(node: Mapping, path: str) -> PlanSetRecord:
    """A small plan set in one mapping, as rule examples have it; raises `InvalidPlan` with all that is wrong with it.

    `portfolio:` and `documents: [...]`, or the keys of the portfolio and of one document side by side. What a complete
    file must name may be left out: the set is called `example`, a document `plan` and is of kind `plan`.
    """
    portfolio, documents = _split_set(node, path)
    return PlanSetRecord(portfolio, tuple(documents))


def plan_set_from_data(data: abc.Mapping[str, Any], path: str, line: int = 1) -> PlanSetRecord:
    """The same from plain dicts, lists and scalars that stand at `line` of `path`."""
    node = node_of(data, line, 1)
    assert isinstance(node, Mapping)
    return plan_set_from_node(node, path)


class _Reading:
    """What reading a set gives beside its records."""

    def __init__(self) -> None:
        self.problems: list[ConsistencyError] = []
        self._hashes: dict[str, str] = {}

    def node(self, path: Path, shown: str) -> Node | None:
        try:
            data = _bytes(path, shown)
            self._hashes[shown] = sha256(data).hexdigest()
            return load(data, shown)
        except ConsistencyError as error:
            self.problems.append(error)
            return None

    def record(self, model: type[R], node: Node, shown: str) -> R | None:
        """None where anything in the file is wrong: half a plan would lead to findings about what it does say."""
        binder = Binder(shown)
        record = binder.bind(model, node)
        self.problems += binder.problems
        return None if binder.problems else record

    def is_new(self, document: DocumentRecord, others: list[DocumentRecord]) -> bool:
        """Two files that say they are one document would count its amounts twice."""
        said = document.document
        first = next((other for other in others if other.document.text == said.text), None)
        if first is None:
            return True
        place = {"line": said.at.line, "column": said.at.column} if isinstance(said.at, YamlPlace) else {}
        self.problems.append(
            InvalidPlan(
                f"the document '{said.text[:80]}' stands in {first.at.path} already",
                nl=f"het document '{said.text[:80]}' staat al in {first.at.path}",
                path=document.at.path,
                hint=Bilingual("give this one a name of its own", "geef dit een eigen naam"),
                **place,
            )
        )
        return False

    def plan_set(self, portfolio: PortfolioRecord, documents: list[DocumentRecord]) -> PlanSetRecord:
        unread = {document.at.path: len(document.unread) for document in documents}
        files = tuple(InputFile(path, sha, unread.get(path, 0)) for path, sha in sorted(self._hashes.items()))
        return PlanSetRecord(portfolio, tuple(documents), files, tuple(self.problems))


def _second_portfolio(name: str) -> InvalidPlan:
    return InvalidPlan(
        f"the set has a {PORTFOLIO[0]} already",
        nl=f"de set heeft al een {PORTFOLIO[0]}",
        path=name,
        hint=Bilingual("keep one", "bewaar er één"),
    )


def _no_plan_files(shown: str) -> UnreadableInput:
    return UnreadableInput(
        "no plan files in this folder",
        nl="geen planbestanden in deze map",
        path=shown,
        hint=Bilingual("`consistency import` makes them", "`consistency import` maakt ze"),
    )


def _no_portfolio(shown: str) -> UnreadableInput:
    return UnreadableInput(
        "no portfolio.yaml in this folder",
        nl="geen portfolio.yaml in deze map",
        path=shown,
        hint=Bilingual(
            "it names the municipalities, domains and priorities of the set",
            "daarin staan de gemeenten, domeinen en prioriteiten van de set",
        ),
    )


def _plan_files(folder: Path, shown: str) -> Iterator[Path]:
    try:
        for path in folder.iterdir():
            name = path.name
            is_plan = path.suffix.lower() in SUFFIXES and name not in _NO_PLANS and not name.startswith(("_", "."))
            if is_plan and path.is_file():
                yield path
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"this folder cannot be read: {why.en}", nl=f"deze map kan niet gelezen worden: {why.nl}", path=shown
        ) from None


def _bytes(path: Path, shown: str) -> bytes:
    """At most one byte more than may be: enough to see that a file is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        why = reason(error)
        raise UnreadableInput(
            f"the file cannot be read: {why.en}", nl=f"het bestand kan niet gelezen worden: {why.nl}", path=shown
        ) from None


def _empty_portfolio(path: str, name: str) -> PortfolioRecord:
    at = YamlPlace(path, 1, 1)
    return PortfolioRecord(at=at, plan_set=Said(name, at))


# --- a set in one mapping ------------------------------------------------------------------------------------------


def _is_whole_set(node: Mapping) -> bool:
    keys = {folded(key.text) for key, _ in node.entries}
    return bool(keys & _SET_KEYS) or "plan_set" in keys


def _split_set(node: Mapping, path: str) -> tuple[PortfolioRecord, list[DocumentRecord]]:
    binder = Binder(path)
    of_portfolio: list[tuple[Scalar, Node]] = []
    of_document: list[tuple[Scalar, Node]] = []
    others: list[Node] = []
    for key, value in node.entries:
        word = folded(key.text)
        if word == "portfolio" and isinstance(value, Mapping):
            of_portfolio += value.entries
        elif word in _SET_KEYS and isinstance(value, Sequence):
            others += value.items
        elif word in _SET_KEYS:
            if word == "portfolio":
                binder.misfit(value, "keys with values are needed", "sleutels met waarden nodig zijn")
            else:
                binder.misfit(value, "a list is needed", "een lijst nodig is")
        elif _is_of_portfolio(word, value):
            of_portfolio.append((key, value))
        else:
            of_document.append((key, value))
    portfolio = binder.bind(PortfolioRecord, _with(Mapping(of_portfolio, node.line, node.column), plan_set="example"))
    if of_document or not others:
        others.insert(0, Mapping(of_document, node.line, node.column))
    bound = [binder.bind(DocumentRecord, _with(other, document="plan", kind="plan")) for other in others]
    if binder.problems:
        raise _together(binder.problems)
    assert portfolio is not None
    return portfolio, [document for document in bound if document is not None]


def _is_of_portfolio(word: str, value: Node) -> bool:
    """`domains` are groups in a portfolio, and names in a document; `original_file` is a document's."""
    if word not in keys_of(DocumentRecord):
        return word in keys_of(PortfolioRecord)
    return word in keys_of(PortfolioRecord) and isinstance(value, Mapping)


def _with(node: Node, **defaults: str) -> Node:
    if not isinstance(node, Mapping):
        return node
    model = PortfolioRecord if "plan_set" in defaults else DocumentRecord
    said = {keys_of(model).get(folded(key.text)) for key, _ in node.entries}
    extra: list[tuple[Scalar, Node]] = [
        (Scalar(name, node.line, node.column), Scalar(text, node.line, node.column))
        for name, text in defaults.items()
        if name not in said
    ]
    return Mapping([*node.entries, *extra], node.line, node.column)


def _together(problems: list[InvalidPlan]) -> InvalidPlan:
    """One problem as it is; several in one error, a line each."""
    if len(problems) == 1:
        return problems[0]
    en, nl = ("\n".join(problem.told(lang) for problem in problems) for lang in ("en", "nl"))
    return InvalidPlan(en, nl=nl)
