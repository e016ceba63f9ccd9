from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.model.blocks import Cell, Row, Table
from consistency.model.location import TextLine
from consistency.reading import calendars, contents, lists, matrices, roadmaps
from consistency.reading.context import Context
from consistency.reading.lexicon import default_lexicon

Recogniser = Callable[[Table, Context], Any]
RECOGNISERS: list[Recogniser] = [
    calendars.read,
    contents.read,
    lists.read_overview,
    lists.read_scores,
    matrices.read_actielijnen,
    matrices.read_relations,
    roadmaps.read,
]
AT = TextLine("noorddam.txt", 1)
WORDS = """
    Titel Einddatum Leverancier Nr Project Prio Gemeente Score Actielijnen Sociaal Fysiek 2024 2025 v x - 1a KISS
    Website* *note 1) Legenda 12 Inleiding.... <b> (nihil) NZ;N
"""
CELLS = st.one_of(st.just(""), st.sampled_from(WORDS.split()), st.text(max_size=8))
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=7)


def build(lines: list[list[str]], *, exact: bool) -> Table:
    return Table(tuple(Row(tuple(Cell(text, AT) for text in line), AT) for line in lines), AT, exact)


@pytest.mark.parametrize("recognise", RECOGNISERS)
@given(lines=TABLES, exact=st.booleans())
def test_any_table_is_read_or_left_alone(recognise: Recogniser, lines: list[list[str]], exact: bool) -> None:
    context = Context(default_lexicon(), "plan")
    first = recognise(build(lines, exact=exact), context)
    assert first == recognise(build(lines, exact=exact), context)
