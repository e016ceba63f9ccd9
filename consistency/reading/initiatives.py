"""Initiatives: the sections that hold a fiche, and the numbered sections below these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Block
from consistency.model.record import InitiativeRecord, Said
from consistency.reading import headings
from consistency.reading.fiches import Fiche, fiche_blocks, read_fiche, split_by_name
from consistency.reading.lexicon import Lexicon, normal
from consistency.reading.names import Names
from consistency.reading.sections import Section


@dataclass(slots=True)
class Found:
    """A section that is an initiative, or a part of one; `used` are the blocks (by id) of its fiche."""

    section: Section
    record: InitiativeRecord
    fiche: Fiche | None
    used: set[int] = field(default_factory=set)


def find_initiatives(
    sections: Sequence[Section], domains: dict[int, str | None], names: Names, lexicon: Lexicon
) -> list[Found]:
    """In reading order; `domains` gives the domain of each section by id."""
    with_fiche = {id(section): blocks for section in sections if (blocks := fiche_blocks(section.blocks, lexicon))}
    owners = _owners(sections, with_fiche)
    found: list[Found] = []
    by_section: dict[int, Found] = {}
    for section in sections:
        of_section: list[Found] = []
        if id(section) in owners:
            of_section = _with_fiches(section, with_fiche[owners[id(section)]], domains, names, lexicon)
        elif section.parent is not None and id(section.parent) in by_section:
            of_section = _part(section, by_section[id(section.parent)], domains)
        if len(of_section) == 1 and of_section[0].fiche is not None:
            by_section[id(section)] = of_section[0]
        found += of_section
    return found


def _owners(sections: Sequence[Section], with_fiche: dict[int, list[Block]]) -> dict[int, int]:
    """The section that is the initiative → the section that its fiche stands in.

    They differ where a fiche comes after the subsections of its initiative: deeper than fiches are in this document,
    and neither the section above nor an earlier subsection has one.
    """
    depths = Counter(section.depth for section in sections if id(section) in with_fiche)
    usual = depths.most_common(1)[0][0] if depths else 0
    owners: dict[int, int] = {}
    siblings: dict[int, list[bool]] = {}
    for section in sections:
        parent = section.parent
        earlier = siblings.setdefault(id(parent), []) if parent is not None else []
        if id(section) in with_fiche:
            above = parent is not None and id(parent) not in owners and earlier and not any(earlier)
            owner = parent if parent is not None and above and section.depth > usual else section
            owners[id(owner)] = id(section)
        earlier.append(id(section) in with_fiche)
    return owners


def _with_fiches(
    section: Section, blocks: list[Block], domains: dict[int, str | None], names: Names, lexicon: Lexicon
) -> list[Found]:
    """One initiative with the name of the heading, or several that each name themselves; none where neither does."""
    fiches = [read_fiche(one, names, lexicon) for one in split_by_name(blocks, lexicon)]
    found = []
    for fiche in fiches:
        own = fiche.fields.get("name")
        alone = len(fiches) == 1 and section.title is not None
        name = section.title if alone else own or section.title
        if name is None:
            continue
        record = _record(fiche, name, section.number if alone else None, domains.get(id(section)), lexicon)
        over = [one.title for one in (*section.above, *(() if alone else (section,)))]
        record = record.model_copy(update={"heading": headings.innermost(over, lexicon)})
        if own is not None and normal(own.text) != normal(name.text):
            record = record.model_copy(update={"aliases": [own]})
        found.append(Found(section, record, fiche, {id(block) for block in blocks}))
    return found


def _record(fiche: Fiche, name: Said, number: Said | None, domain: str | None, lexicon: Lexicon) -> InitiativeRecord:
    fields = {key: [said] for key, said in fiche.fields.items()}
    return InitiativeRecord(
        at=name.at,
        name=name,
        number=number,
        domain=Said(domain, name.at) if domain else None,
        priority=fiche.fields.get("priority"),
        ao_ground=_ground(fiche.fields.get("priority"), lexicon),
        municipalities=fields.get("organisations", []),
        goals=fields.get("goal", []),
        actielijnen=fields.get("actielijnen", []),
        benefits=fiche.fields.get("benefits"),
        period=fiche.fields.get("period"),
        applications=fields.get("applications", []),
        amounts=fiche.amounts,
        funding=fiche.funding,
        filled=[Said(key, said.at) for key, said in fiche.remarks.items() if not _understood(fiche, key)],
    )


def _understood(fiche: Fiche, key: str) -> bool:
    """Whether a money field gave amounts, or a proposal, so that nobody needs to be told that it says something."""
    if key == "funding":
        return bool(fiche.funding)
    tables = [table for table in fiche.amounts if table.side.text == "cost"]
    return any(cell.text.strip() for table in tables for row in table.rows for cell in row.cells)


def _ground(priority: Said | None, lexicon: Lexicon) -> Said | None:
    """The remark in brackets by which the priority says why it is unavoidable."""
    if priority is None or lexicon.key("priority", priority.text) is None:
        return None
    remarks = re.findall(r"\(([^()]{1,60})\)", priority.text)
    found = next((remark for remark in remarks if lexicon.find("ao_ground", remark)), None)
    return Said(found, priority.at, priority.confidence) if found else None


def _part(section: Section, whole: Found, domains: dict[int, str | None]) -> list[Found]:
    """A numbered section below an initiative that has no fiche of its own."""
    if section.title is None or section.number is None:
        return []
    domain = domains.get(id(section))
    record = InitiativeRecord(
        at=section.title.at,
        name=section.title,
        number=section.number,
        part_of=Said(whole.record.name.text, section.title.at),
        domain=Said(domain, section.title.at) if domain else None,
    )
    return [Found(section, record, None)]
