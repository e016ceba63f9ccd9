"""The reader against figures that people transcribed from the original by eye (tests/dowr)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from consistency.inputs.text import READER
from consistency.model.record import DocumentRecord, PortfolioRecord, Said
from consistency.reading import read_documents
from consistency.reading.documents import slug
from consistency.reading.lexicon import default_lexicon

TRUTH = Path(__file__).parents[1] / "dowr"
ENOUGH = 0.98

Cells = tuple[str, ...]
Read = tuple[PortfolioRecord, list[DocumentRecord]]


@pytest.fixture(scope="module")
def read(seed: Path) -> Read:
    return read_documents([READER.read(seed, seed.name)], default_lexicon())


@pytest.fixture(scope="module")
def lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load((TRUTH / "lists.yaml").read_text(encoding="utf-8"))
    return lists


def rows_of(name: str) -> list[dict[str, str]]:
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line_of(said: Any) -> str:
    return str(said.at.line)


def text(said: Said | None) -> str:
    return said.text if said else ""


def initiative_amounts(documents: list[DocumentRecord]) -> Iterator[tuple[str, ...]]:
    for document in documents:
        for initiative in document.initiatives:
            for table in initiative.amounts:
                if table.copy_of_earlier:
                    continue
                for row in table.rows:
                    for year, cell in zip(table.years, row.cells, strict=True):
                        yield (line_of(cell), table.side.text, table.kind.text, row.label.text, year.text, cell.text)


def share_found(wanted: Counter[Cells], found: Counter[Cells]) -> tuple[float, list[Cells]]:
    missing = wanted - found
    return 1 - missing.total() / wanted.total(), sorted((missing + (found - wanted)).elements())


def test_amounts_of_the_initiatives(read: Read) -> None:
    wanted: Counter[Cells] = Counter(
        (row["line"], row["side"], row["kind"], row["municipality"], row["year"], row["text"])
        for row in rows_of("initiative_amounts.csv")
    )
    found: Counter[Cells] = Counter(amount for amount in initiative_amounts(read[1]) if amount[-1])
    share, differences = share_found(wanted, found)
    assert share >= ENOUGH, differences
    assert (found - wanted).total() <= (1 - ENOUGH) * wanted.total(), differences


def test_amounts_are_never_sure_and_wrong(read: Read) -> None:
    """What differs from the transcription was read as a guess."""
    wanted = {(row["line"], row["municipality"], row["year"], row["text"]) for row in rows_of("initiative_amounts.csv")}
    sure = {
        (line_of(cell), row.label.text, year.text, cell.text)
        for document in read[1]
        for initiative in document.initiatives
        for table in initiative.amounts
        if not table.copy_of_earlier
        for row in table.rows
        for year, cell in zip(table.years, row.cells, strict=True)
        if cell.text and cell.confidence == 1 and row.label.confidence == 1
    }
    assert sure - wanted == set()


def test_labels_of_tables_and_their_initiatives(read: Read) -> None:
    wanted = {
        (row["line"], row["label"].casefold())
        for row in rows_of("initiative_amounts.csv")
        if row["label"] and row["municipality"] != "total"
    }
    found = {
        line_of(row): (text(table.of_which) or text(table.label)).casefold()
        for document in read[1]
        for initiative in document.initiatives
        for table in initiative.amounts
        for row in table.rows
    }
    assert [one for one in sorted(wanted) if not all(word in found[one[0]] for word in one[1].split())] == []


def test_each_amount_is_under_its_initiative(read: Read) -> None:
    owners = {
        line_of(row): slug(initiative.name.text)
        for document in read[1]
        for initiative in document.initiatives
        for table in initiative.amounts
        for row in table.rows
    }
    by_owner: dict[str, set[str]] = {}
    for row in rows_of("initiative_amounts.csv"):
        by_owner.setdefault(row["initiative"], set()).add(owners[row["line"]])
    assert {initiative: names for initiative, names in by_owner.items() if len(names) != 1} == {}
    assert len({next(iter(names)) for names in by_owner.values()}) == len(by_owner)


def test_html_copies_say_the_same_and_are_marked(read: Read) -> None:
    html_lines = {row["html_line"] for row in rows_of("html_copies.csv")}
    copies = [
        (before, table)
        for document in read[1]
        for initiative in document.initiatives
        for before, table in zip([None, *initiative.amounts], initiative.amounts, strict=False)
        if table.copy_of_earlier
    ]
    assert {line_of(table) for _, table in copies} == html_lines
    for before, table in copies:
        assert before is not None
        own = [[cell.text for cell in row.cells] for row in table.rows]
        assert own == [[cell.text for cell in row.cells] for row in before.rows][: len(own)], table.at


def test_amounts_of_the_summaries(read: Read) -> None:
    wanted: Counter[Cells] = Counter(
        (row["line"], row["document"], row["kind"], row["by"], row["row"], row["side"], row["year"], row["text"])
        for row in rows_of("summary_amounts.csv")
    )
    found: Counter[Cells] = Counter()
    for document in read[1]:
        for table in document.summary_tables:
            assert text(table.municipality) == "D"
            assert text(table.unit) == "1000"
            heads = [(column.side.text, year.text) for column in table.columns for year in column.years]
            for row in table.rows:
                for (side, year), cell in zip(heads, row.cells, strict=True):
                    place = (line_of(cell), document.document.text, text(table.kind), table.by.text)
                    found[(*place, row.label.text, side, year, cell.text)] += 1
    share, differences = share_found(wanted, found)
    assert share == 1, differences


def test_documents(read: Read) -> None:
    found = [(document.document.text, document.kind.text) for document in read[1]]
    assert found == [
        ("nota", "decision"),
        ("bijlage-1", "annex"),
        ("bijlage-2", "annex"),
        ("bedrijfsvoering", "plan"),
        ("dienstverlening-participatie", "plan"),
        ("fysiek-economie-oov", "plan"),
        ("sociaal", "plan"),
    ]
    plans = {document.document.text: document for document in read[1]}
    assert text(plans["bedrijfsvoering"].version) == "0.4"
    assert text(plans["bedrijfsvoering"].status) == "concept"
    assert text(plans["fysiek-economie-oov"].date) == "08-01-2021"


def test_fiches(read: Read, lists: dict[str, Any]) -> None:
    found = {
        initiative.at.line: initiative
        for document in read[1]
        for initiative in document.initiatives
        if not initiative.part_of
    }
    for wanted in lists["fiches"]:
        initiative = found.get(wanted["line"])
        assert initiative is not None, wanted
        assert text(initiative.number) == str(wanted["number"]).rstrip("."), wanted
        assert text(initiative.period) == wanted["period"], wanted
        assert text(initiative.priority).startswith(wanted["priority"]), wanted
        assert " ".join(said.text for said in initiative.municipalities).startswith(wanted["organisations"]), wanted
    assert len(found) == len(lists["fiches"])


def test_parts_of_initiatives(read: Read) -> None:
    parts = [
        (text(initiative.number), text(initiative.part_of)[:12])
        for document in read[1]
        for initiative in document.initiatives
        if initiative.part_of
    ]
    assert [number for number, _ in parts] == ["4.6.1", "4.6.2", "4.1", "4.2", "4.3"]


def test_portfolio(read: Read) -> None:
    portfolio = read[0]
    assert {code: record.name.text for code, record in portfolio.municipalities.items()} == {
        "D": "Deventer",
        "OW": "Olst-Wijhe",
        "R": "Raalte",
    }
    assert set(portfolio.sets) == {"DOW", "DR", "OWR", "DOWR"}
    assert text(portfolio.decision_date) == "30-03-2021"
    assert [said.text for said in portfolio.horizon] == ["2022", "2025"]
    assert set(portfolio.organisations) == {"DOWR-I", "DOWR-FZ"}
    assert [said.text for said in portfolio.domains["fysiek"].includes] == ["economie", "oov"]
    assert [said.text for said in portfolio.domains["dienstverlening"].includes] == ["participatie"]
    assert list(portfolio.actielijnen) == ["A", "B", "C", "D"]
    assert [said.text for said in portfolio.priorities["1"].contains] == ["1a", "1b"]


def test_no_amount_is_lost(read: Read, lists: dict[str, Any]) -> None:
    """What is not used is listed: the words for costs that stand where others have a table."""
    unread = [(one.at.line, one.text.text) for document in read[1] for one in document.unread if one.what == "amount"]
    alone = {fiche["costs"] for fiche in lists["fiches"] if "costs" in fiche}
    assert {line for line, _ in unread} == {678, 2825, 2826}
    assert {word for _, word in unread} == alone


def test_lists_are_found(read: Read, lists: dict[str, Any]) -> None:
    """How well each list is read is tested with its reader; here that each reaches its document."""
    assert sum(len(document.contracts) for document in read[1]) == len(lists["contracts"])
    assert sum(len(document.overview.entries) for document in read[1] if document.overview) == len(lists["overview"])
    assert sum(len(document.scores.entries) for document in read[1] if document.scores) == len(lists["scores"])
