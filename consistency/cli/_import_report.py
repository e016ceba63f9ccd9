"""What an import says about itself: per document what was read, how surely, and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from consistency.model.location import Location, as_data
from consistency.model.record import DocumentRecord, PlanSetRecord, Record, Said

LANGUAGES = ("nl", "en")
_TEXT_LIMIT = 60

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Verslag van het inlezen", "Import report"),
    "intro": (
        "Lees de planbestanden na voordat u ze gebruikt; `original:` wijst de plaats in het document aan.",
        "Review the plan files before use; `original:` points to the place in the document.",
    ),
    "what": ("Wat", "What"),
    "count": ("Aantal", "Count"),
    "initiatives": ("initiatieven", "initiatives"),
    "amounts": ("tabellen met bedragen", "tables of amounts"),
    "funding": ("dekkingsvoorstellen", "funding proposals"),
    "relations": ("relaties en afhankelijkheden", "relations and dependencies"),
    "contracts": ("contracten", "contracts"),
    "matrix": ("rijen van de relatiematrix", "rows of the relation matrix"),
    "overview": ("regels van het overzicht", "entries of the overview"),
    "scores": ("regels van de prioriteitenlijst", "entries of the scored list"),
    "roadmap": ("regels van de routekaart", "entries of the roadmap"),
    "goals": ("doelen", "goals"),
    "summaries": ("overzichtstabellen", "summary tables"),
    "contents": ("regels van de inhoudsopgave", "lines of the table of contents"),
    "statements": ("uitspraken in de tekst", "statements in prose"),
    "unsure": ("onzeker gelezen waarden (`confidence` onder 1)", "values read with doubt (`confidence` below 1)"),
    "unread": ("Niet gelezen", "Not read"),
    "all_read": ("Alles wat een plan zegt is gelezen.", "All that a plan says was read."),
    "table": ("tabel", "table"),
    "amount": ("bedrag", "amount"),
    "problems": ("Niet te lezen", "Could not be read"),
    "written": ("geschreven", "written"),
    "overwritten": ("overschreven", "overwritten"),
    "unchanged": ("ongewijzigd", "unchanged"),
}


def word(name: str, lang: str) -> str:
    return WORDS[name][LANGUAGES.index(lang)]


def render_report(sets: Iterable[PlanSetRecord], lang: str) -> bytes:
    """Markdown; the same records give the same bytes."""
    lines = [f"# {word('title', lang)}", "", word("intro", lang)]
    for plan_set in sets:
        for document in plan_set.documents:
            lines += ["", *_document(document, lang)]
        if plan_set.problems:
            told = [f"- {problem.told(lang)}" for problem in plan_set.problems]
            lines += ["", f"## {word('problems', lang)}", "", *told]
    return "".join(f"{line}\n" for line in lines).encode()


def _document(document: DocumentRecord, lang: str) -> Iterator[str]:
    yield f"## {document.document}" + (f" ({_cut(document.title.text)})" if document.title else "")
    yield ""
    yield f"| {word('what', lang)} | {word('count', lang)} |"
    yield "|---|---:|"
    for name, count in _counts(document):
        if count:
            yield f"| {word(name, lang)} | {count} |"
    yield ""
    if not document.unread:
        yield word("all_read", lang)
        return
    yield f"{word('unread', lang)} ({len(document.unread)}):"
    yield ""
    for each in document.unread:
        yield f"- {place(each.at)}: {word(each.what, lang)} `{_cut(each.text.text).replace('`', ' ')}`"


def _counts(document: DocumentRecord) -> Iterator[tuple[str, int]]:
    initiatives = document.initiatives
    yield "initiatives", len(initiatives)
    yield "amounts", sum(len(each.amounts) for each in initiatives)
    yield "funding", sum(len(each.funding) for each in initiatives)
    yield "relations", sum(len(each.relates) + len(each.needs) for each in initiatives)
    yield "contracts", len(document.contracts)
    yield "matrix", len(document.relation_matrix.rows) if document.relation_matrix else 0
    for name in ("overview", "scores", "roadmap"):
        entries = getattr(document, name)
        yield name, len(entries.entries) if entries else 0
    yield "goals", len(document.goals)
    yield "summaries", len(document.summary_tables)
    yield "contents", len(document.contents)
    yield "statements", len(document.statements)
    yield "unsure", sum(said.confidence < 1 for said in _saids(document))


def _saids(value: Any) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
        return
    parts: Iterable[Any] = ()
    if isinstance(value, Record):
        parts = (part for _, part in value)
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    for part in parts:
        yield from _saids(part)


def place(at: Location) -> str:
    """`noorddam.txt:12`, `kosten.xlsx sheet Kosten, cell B7`."""
    data = as_data(at)
    data.pop("original", None)
    path = data.pop("path")
    if "line" in data:
        return f"{path}:{data['line']}"
    return f"{path} {', '.join(f'{key} {value}' for key, value in data.items())}".strip()


def _cut(text: str) -> str:
    """One line, short: facts, no sentences."""
    text = " ".join(text.split())
    return text if len(text) <= _TEXT_LIMIT else f"{text[:_TEXT_LIMIT].rstrip()}…"
