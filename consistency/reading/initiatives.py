"""Initiatives: the sections that hold a fiche, and the numbered sections below these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consistency.model.blocks import Block
from consistency.model.record import InitiativeRecord, Said
from consistency.reading.fiches import Fiche, fiche_blocks, read_fiche
from consistency.reading.lexicon import Lexicon
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
    with_fiche = {
        id(section): blocks
        for section in sections
        if section.title and (blocks := fiche_blocks(section.blocks, lexicon))
    }
    owners = _owners(sections, with_fiche)
    found: list[Found] = []
    by_section: dict[int, Found] = {}
    for section in sections:
        one: Found | None = None
        if id(section) in owners:
            one = _with_fiche(section, with_fiche[owners[id(section)]], domains, names, lexicon)
        elif section.parent is not None and id(section.parent) in owners and section.title is not None:
            one = _part(section, section.parent, by_section, domains)
        if one is not None:
            found.append(one)
            by_section[id(section)] = one
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


def _with_fiche(
    section: Section, blocks: list[Block], domains: dict[int, str | None], names: Names, lexicon: Lexicon
) -> Found:
    fiche = read_fiche(blocks, names, lexicon)
    fields = {key: [said] for key, said in fiche.fields.items()}
    title = section.title or Said("", fiche.at)
    record = InitiativeRecord(
        at=title.at,
        name=title,
        number=section.number,
        domain=_domain(section, domains),
        priority=fiche.fields.get("priority"),
        municipalities=fields.get("organisations", []),
        goals=fields.get("goal", []),
        actielijnen=fields.get("actielijnen", []),
        benefits=fiche.fields.get("benefits"),
        period=fiche.fields.get("period"),
        applications=fields.get("applications", []),
        amounts=fiche.amounts,
        funding=fiche.funding,
    )
    return Found(section, record, fiche, {id(block) for block in blocks})


def _part(
    section: Section, parent: Section, by_section: dict[int, Found], domains: dict[int, str | None]
) -> Found | None:
    whole = by_section.get(id(parent))
    if whole is None or section.title is None or section.number is None:
        return None
    record = InitiativeRecord(
        at=section.title.at,
        name=section.title,
        number=section.number,
        part_of=Said(whole.record.name.text, section.title.at),
        domain=_domain(section, domains),
    )
    return Found(section, record, None)


def _domain(section: Section, domains: dict[int, str | None]) -> Said | None:
    domain = domains.get(id(section))
    return Said(domain, section.title.at) if domain and section.title else None
