from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistency.inputs._keys import MARKS
from consistency.inputs._shapes import Choice, Entries, Flag, Group, Keyed, Shape, Text, Texts, fields_of
from consistency.inputs.yaml import read_plan_set
from consistency.model.location import DocumentCell, Location, PdfRegion, SheetCell, TextLine, YamlPlace
from consistency.model.record import (
    AmountRowRecord,
    AmountTableRecord,
    DocumentRecord,
    InitiativeRecord,
    PlanSetRecord,
    PortfolioRecord,
    Record,
    Said,
)
from consistency.outputs._plan_yaml import _MARKS, render_plan_set, short

FILE = "noorddam.txt"

lines = st.builds(TextLine, st.sampled_from([FILE, FILE, "bijlage.txt"]), st.integers(1, 9))
places = st.one_of(
    lines,
    lines,
    st.builds(SheetCell, st.just(FILE), st.sampled_from(["Kosten", "1"]), st.sampled_from(["B7", "C8"])),
    st.builds(DocumentCell, st.just(FILE), table=st.integers(1, 3), row=st.integers(1, 3), column=st.integers(1, 3)),
    st.builds(PdfRegion, st.just(FILE), st.integers(1, 3), st.none() | st.just((1, 2, 3, 4))),
)
words = st.sampled_from(["", "N", "total", "60.000", "1e5", "no", "null", "a: b", "- x", "2024 t/m 2025", "ja"])
texts = words | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
said = st.builds(
    Said, texts, places, st.sampled_from([1.0, 1.0, 0.8]), st.lists(places, max_size=1).map(tuple)
)  # fmt: skip


def of_shape(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Text():
            return said
        case Texts():
            return st.lists(said, max_size=3)
        case Flag():
            return st.booleans()
        case Choice(choices):
            return st.sampled_from(choices)
        case Group(model):
            return records(model)
        case Entries(model):
            return st.lists(records(model), max_size=2)
        case Keyed(of):
            return st.dictionaries(texts, of_shape(of), max_size=2)


def records(model: type[Record]) -> st.SearchStrategy[Any]:
    needed = {name: of_shape(field.shape) for name, field in fields_of(model).items() if field.required}
    optional = {
        name: st.deferred(lambda shape=field.shape: of_shape(shape))  # type: ignore[misc]
        for name, field in fields_of(model).items()
        if not field.required and name not in ("benefits", "original_file")
    }
    return st.fixed_dictionaries({"at": places, **needed}, optional=optional).map(lambda values: model(**values))


def original(at: Location) -> Any:
    return at.original if isinstance(at, YamlPlace) else at


def facts(value: Any) -> Any:
    """What must survive: texts, where they were read, how surely; not the place in the plan file."""
    match value:
        case Said():
            return value.text, original(value.at), value.confidence, tuple(map(original, value.copies))
        case Record():
            return original(value.at), {
                name: facts(part) for name, part in value if name not in ("at", "original_file")
            }
        case dict():
            return {key: facts(part) for key, part in value.items()}
        case list():
            return [facts(part) for part in value]
    return value


def reread(plan_set: PlanSetRecord, folder: Path) -> PlanSetRecord:
    for path in folder.iterdir():
        path.unlink()
    for name, content in render_plan_set(plan_set).items():
        (folder / name).write_bytes(content)
    return read_plan_set(folder, "set")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=records(PortfolioRecord), document=records(DocumentRecord))
def test_what_is_rendered_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, portfolio: PortfolioRecord, document: DocumentRecord
) -> None:
    folder = tmp_path_factory.mktemp("set")
    back = reread(PlanSetRecord(portfolio, (document,)), folder)
    assert [str(problem) for problem in back.problems] == []
    assert facts(back.portfolio) == facts(portfolio)
    assert [facts(each) for each in back.documents] == [facts(document)]
    assert render_plan_set(back) == render_plan_set(PlanSetRecord(portfolio, (document,)))


def at(line: int) -> TextLine:
    return TextLine(FILE, line)


def said_at(line: int, *texts: str) -> list[Said]:
    return [Said(text, at(line)) for text in texts]


def a_set(**fields: Any) -> PlanSetRecord:
    table = AmountTableRecord(
        at=at(12),
        side=Said("cost", at(12)),
        kind=Said("incidental", at(12)),
        years=said_at(13, "2023*", "2024"),
        rows=[
            AmountRowRecord(at=at(14), label=Said("N", at(14)), cells=said_at(14, "", "60.000")),
            AmountRowRecord(
                at=at(15), label=Said("total", at(15)), cells=[Said("", at(15), 0.8), Said("PM", at(15), 0.8)]
            ),
        ],
    )
    initiative = InitiativeRecord(
        at=at(10),
        **{"name": Said("Zaaksysteem", at(10)), "period": Said("2024 e.v.", at(11)), "amounts": [table], **fields},
    )
    document = DocumentRecord(
        at=at(1), document=Said("sociaal", at(1)), kind=Said("plan", at(1)), initiatives=[initiative]
    )
    return PlanSetRecord(PortfolioRecord(at=at(1), plan_set=Said("noorddam", at(1))), (document,))


def test_a_rendered_document_is_what_an_author_would_write() -> None:
    assert render_plan_set(a_set())["sociaal.yaml"].decode() == (
        "document: sociaal\n"
        "original: 1\n"
        "kind: plan\n"
        "original_file: noorddam.txt\n"
        "initiatives:\n"
        "  - name: Zaaksysteem\n"
        "    original: 10\n"
        "    period: 2024 e.v.\n"
        "    amounts:\n"
        "      - original: 12\n"
        "        side: cost\n"
        "        kind: incidental\n"
        '        years: ["2023*", "2024"]\n'
        "        rows:\n"
        '          N: {original: 14, cells: ["", "60.000"]}\n'
        '          total: {original: 15, confidence: 0.8, cells: ["", PM]}\n'
        "        originals: {years: 13}\n"
        "    originals: {period: 11}\n"
    )


def test_prose_is_not_copied() -> None:
    prose = "Noorddam en Zuiderveen (waarbij Zuiderveen vanaf het tweede jaar meedoet en tot dan toe alleen meedenkt)"
    plan_set = a_set(municipalities=said_at(11, prose), benefits=Said("Alles wordt beter.", at(12)))
    rendered = render_plan_set(plan_set)["sociaal.yaml"].decode()
    assert "Noorddam en Zuiderveen" in rendered
    assert "meedenkt" not in rendered
    assert "beter" not in rendered


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("2024 e.v.", "2024 e.v."),
        ("2021: pakket A. Daarna alle andere pakketten van de gemeente en nog meer", "2021: pakket A"),
        ("een lange reeks woorden zonder enige leesteken erin en zonder einde in zicht", None),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_long_text_is_cut_to_its_head(text: str, head: str | None) -> None:
    cut = short(text, 60)
    assert text.startswith(cut)
    assert 0 < len(cut) <= 60
    assert head in (None, cut)


def test_documents_of_one_name_get_a_file_each() -> None:
    plan_set = a_set()
    documents = (*plan_set.documents, *plan_set.documents)
    assert list(render_plan_set(PlanSetRecord(plan_set.portfolio, documents))) == [
        "portfolio.yaml", "sociaal.yaml", "sociaal-2.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["../../etc/passwd", "portfolio", "waivers", "_x", ".", "", "a/b\\c:d"])
def test_a_document_name_never_leads_out_of_the_folder(name: str) -> None:
    document = DocumentRecord(at=at(1), document=Said(name, at(1)), kind=Said("plan", at(1)))
    portfolio, file = render_plan_set(PlanSetRecord(a_set().portfolio, (document,)))
    assert portfolio == "portfolio.yaml"
    assert Path(file).name == file
    assert file[0] not in "._"
    assert file != "waivers.yaml"


def test_a_name_that_is_also_a_mark_stays_a_name() -> None:
    document = a_set().documents[0].model_copy(update={"contract_notes": {"original": Said("*", at(1))}})
    rendered = render_plan_set(PlanSetRecord(a_set().portfolio, (document,)))["sociaal.yaml"].decode()
    assert 'contract_notes: {Original: "*"}' in rendered


def test_reserved_keys_are_those_of_the_reader() -> None:
    assert _MARKS == MARKS
