"""Tables of contents against headings, and the numbers that one document gives to one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from consistency.facts import _subjects
from consistency.facts._outline import Item, Paired, implausible_pages
from consistency.model.dates import Days
from consistency.model.facts import FactBase, FactKind, Type
from consistency.model.graph import PlanGraph
from consistency.model.names import slug
from consistency.model.record import Said

KINDS = (
    FactKind(
        "toc_line",
        {
            "document": Type.TOKEN,
            "place": Type.TOKEN,
            "title": Type.TEXT,
            "number": Type.TEXT,
            "found": Type.FLAG,
            "instead": Type.TEXT,
            "section_number": Type.TEXT,
            "same_number": Type.FLAG,
        },
        slot=("document", "place"),
        help="a line of the contents; `found` if the document has that section, `instead` the one that has its number",
    ),
    FactKind(
        "section",
        {
            "document": Type.TOKEN,
            "place": Type.TOKEN,
            "title": Type.TEXT,
            "number": Type.TEXT,
            "listed": Type.FLAG,
            "twin": Type.TEXT,
            "unique": Type.FLAG,
        },
        slot=("document", "place"),
        help="a numbered heading; `listed` if the contents have it, `unique` unless an earlier one of its series "
        "(`twin`) has its number",
    ),
    FactKind(
        "toc_pages",
        {
            "document": Type.TOKEN,
            "place": Type.TOKEN,
            "first": Type.TEXT,
            "lines": Type.INTEGER,
            "plausible": Type.FLAG,
        },
        slot=("document", "place"),
        help="the page numbers of a table of contents; a run of lines that fall back or lie beyond the document is not "
        "`plausible`, and is a fact of its own",
    ),
)


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for outline in graph.outlines:
        paired = Paired(outline)
        if paired.lines and paired.sections:
            _add_lines(graph, facts, paired)
        _add_sections(graph, facts, paired)
        _add_pages(graph, facts, paired)


def _add_lines(graph: PlanGraph, facts: FactBase, paired: Paired) -> None:
    for index, (line, place) in enumerate(_placed(paired.lines)):
        at = paired.section_of.get(index)
        section = paired.sections[at] if at is not None else None
        instead = paired.sections[paired.renamed[index]] if index in paired.renamed else None
        both = section is not None and bool(line.parts and section.parts)
        facts["toc_line"].add(
            _subjects.document(graph, paired.document),
            document=paired.document,
            place=place,
            title=line.title.text,
            number=line.number.text if line.number else None,
            found=True if section else False if paired.recognised else None,
            instead=instead.name if instead else None,
            section_number=section.number.text if section and section.number else None,
            same_number=index not in paired.renumbered if both else None,
            said={
                "title": _named(line),
                "section_number": _named(section) if section else None,
                "instead": _named(instead) if instead else None,
            },
            certain=bool(section or line.parts),
        )


def _add_sections(graph: PlanGraph, facts: FactBase, paired: Paired) -> None:
    missing = set(paired.missing()) if paired.lines else set()
    twins = dict(paired.duplicates())
    found = {*paired.section_of.values(), *paired.renamed.values()}
    for at, (section, place) in enumerate(_placed(paired.sections)):
        if not section.parts:
            continue
        twin = paired.sections[twins[at]] if at in twins else None
        listed = True if at in found else False if at in missing and paired.recognised else None
        facts["section"].add(
            _subjects.document(graph, paired.document),
            document=paired.document,
            place=place,
            title=section.title.text,
            number=section.number.text if section.number else None,
            listed=listed,
            twin=twin.title.text if twin else None,
            unique=twin is None,
            said={"title": _named(section), "twin": _named(twin) if twin else None},
        )


def _add_pages(graph: PlanGraph, facts: FactBase, paired: Paired) -> None:
    runs = implausible_pages(paired.lines)
    paged = [line for line in paired.lines if line.page]
    for run in runs or [paged]:
        if run:
            facts["toc_pages"].add(
                _subjects.document(graph, paired.document),
                document=paired.document,
                place=slug(run[0].name) if runs else None,
                first=f"{run[0].name}: {run[0].page.text if run[0].page else ''}",
                lines=len(run),
                plausible=not runs,
                said={
                    "first": [replace(line.page, text=f"{line.name}: {line.page.text}") for line in run if line.page]
                },
            )


def _placed(items: list[Item]) -> Iterator[tuple[Item, str]]:
    """Each with a name of its own in the document."""
    seen: Counter[str] = Counter()
    for item in items:
        place = slug(item.name) or "blank"
        seen[place] += 1
        yield item, place if seen[place] == 1 else f"{place}-{seen[place]}"


def _named(item: Item) -> Said:
    return replace(item.title, text=item.name)
