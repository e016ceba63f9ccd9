from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from consistency.errors import InvalidPlan, UnreadableInput
from consistency.inputs import _yaml_nodes
from consistency.inputs._keys import DUTCH, keys_of
from consistency.inputs._plan_schema import plan_schema
from consistency.inputs._shapes import Choice, Entries, Field, Group, Keyed, Shape, fields_of
from consistency.inputs._yaml_nodes import Mapping, load
from consistency.inputs.yaml import plan_set_from_data, plan_set_from_node, read_plan_file, read_plan_set
from consistency.model.location import DocumentCell, PdfRegion, SheetCell, TextLine, YamlPlace
from consistency.model.record import DocumentRecord, PlanSetRecord, PortfolioRecord, Record

EXAMPLE = Path(__file__).parent / "example"
HEAD = "document: x\nkind: plan\n"


def document(tmp_path: Path, text: str) -> PlanSetRecord:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_plan_file(path, "x.yaml")


def problems(plan_set: PlanSetRecord) -> list[str]:
    return [str(problem) for problem in plan_set.problems]


# --- what is read ---------------------------------------------------------------------------------------------------


def test_the_normative_example_reads_as_printed() -> None:
    plan_set = read_plan_set(EXAMPLE, "example")
    assert problems(plan_set) == []
    assert [file.path for file in plan_set.files] == ["portfolio.yaml", "sociaal.yaml"]
    portfolio, (plan,) = plan_set.portfolio, plan_set.documents
    assert portfolio.municipalities["N"].name.text == "Noorddam"
    assert [said.text for said in portfolio.priorities["1"].contains] == ["1a", "1b"]
    assert portfolio.decision_date is not None
    assert portfolio.decision_date.text == "2023-05-30"
    (initiative,) = plan.initiatives
    assert [said.text for said in initiative.municipalities] == ["NZ"]
    (table,) = initiative.amounts
    assert [(row.label.text, [cell.text for cell in row.cells]) for row in table.rows] == [
        ("N", ["", "60.000", "PM", "", ""]),
        ("Z", ["", "40.000", "PM", "", ""]),
        ("total", ["", "100.000", "", "", ""]),
    ]
    assert table.rows[1].cells[1].at == YamlPlace("sociaal.yaml", 29, 42, TextLine("voorbeeld.txt", 132))
    assert table.rows[1].label.at == YamlPlace("sociaal.yaml", 29, 11, TextLine("voorbeeld.txt", 132))
    assert plan.relation_matrix is not None
    (row,) = plan.relation_matrix.rows
    assert (row.name.text, {key: [said.text for said in value] for key, value in row.targets.items()}) == (
        "vervanging-zaaksysteem",
        {"dienstverlening": ["KISS"], "fysiek": []},
    )
    assert plan.statements[0].value.confidence == 0.9
    assert [row.label.text for row in plan.summary_tables[0].rows] == ["sociaal", "total"]


def test_dutch_keys_say_the_same_as_english_ones() -> None:
    bedragen = [{"kant": "kosten", "soort": "incidenteel", "jaren": ["2024"], "rijen": {"N": {"cellen": ["PM"]}}}]
    dutch = {"initiatieven": [{"naam": "X", "gemeenten": "N", "looptijd": "2024 e.v.", "bedragen": bedragen}]}
    amounts = [{"side": "kosten", "kind": "incidenteel", "years": ["2024"], "rows": {"N": {"cells": ["PM"]}}}]
    english = {"initiatives": [{"name": "X", "municipalities": "N", "period": "2024 e.v.", "amounts": amounts}]}
    assert plan_set_from_data(dutch, "x").documents == plan_set_from_data(english, "x").documents


def every_model(model: type[Record]) -> set[type[Record]]:
    found: set[type[Record]] = {model}
    waiting: list[Field | Shape] = [*fields_of(model).values()]
    while waiting:
        match waiting.pop():
            case Field(shape, _) | Keyed(shape):
                waiting.append(shape)
            case Group(other) | Entries(other) if other not in found:
                found.add(other)
                waiting += fields_of(other).values()
    return found


MODELS = sorted(every_model(DocumentRecord) | every_model(PortfolioRecord), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_a_dutch_key_of_its_own(model: type[Record]) -> None:
    words = [word for name in fields_of(model) for word in {name, *DUTCH[name]}]
    assert len(words) == len(set(words)) == len(keys_of(model))


def test_lists_that_are_complete_by_nature_are_so_unless_the_file_denies_it() -> None:
    entries: dict[str, Any] = {"entries": [{"name": "X"}]}
    silent = plan_set_from_data({"overview": entries, "scores": entries, "roadmap": entries}, "x").documents[0]
    denied = plan_set_from_data({"overview": {**entries, "volledig": "nee"}}, "x").documents[0]
    assert silent.overview and silent.overview.complete
    assert silent.scores and silent.scores.complete
    assert silent.roadmap and not silent.roadmap.complete
    assert denied.overview and not denied.overview.complete


def test_empty_is_a_cell_and_no_field(tmp_path: Path) -> None:
    amounts = "[{side: cost, kind: k, years: [1, ~, ''], rows: {N: [1, null, ~, '']}}]"
    text = f"initiatives:\n- name: X\n  period:\n  amounts: {amounts}\n"
    (initiative,) = document(tmp_path, text).documents[0].initiatives
    assert initiative.period is None
    assert [said.text for said in initiative.amounts[0].rows[0].cells] == ["1", "", "", ""]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("12", TextLine("plan.docx", 12)),
        ("{line: 12, file: nota.txt}", TextLine("nota.txt", 12)),
        ("{page: 3, box: [1, 2, 30, 40]}", PdfRegion("plan.docx", 3, (1, 2, 30, 40))),
        ("{table: 2, row: 4}", DocumentCell("plan.docx", table=2, row=4)),
        ("{sheet: Kosten, cell: B7}", SheetCell("plan.docx", "Kosten", "B7")),
    ],
)
def test_a_place_in_the_original_holds_for_all_below_until_a_nearer_one(
    tmp_path: Path, place: str, expected: object
) -> None:
    text = f"original_file: plan.docx\ngoals:\n- {{original: {place}, text: A}}\n- {{original: 99, text: B}}\n"
    first, second = document(tmp_path, text).documents[0].goals
    assert first.at.original == first.text.at.original == expected  # type: ignore[union-attr]
    assert second.text.at.original == TextLine("plan.docx", 99)  # type: ignore[union-attr]


def test_single_fields_and_items_can_have_a_place_of_their_own(tmp_path: Path) -> None:
    text = """original_file: plan.txt
initiatives:
- name: X
  original: 10
  period: "2024"
  municipalities: [N, Z]
  originals: {period: {line: 12, confidence: "0,7", copies: [40]}, municipalities: [13, 14]}
"""
    (initiative,) = document(tmp_path, text).documents[0].initiatives
    assert initiative.name.at.original == TextLine("plan.txt", 10)  # type: ignore[union-attr]
    assert initiative.period is not None
    assert initiative.period.at.original == TextLine("plan.txt", 12)  # type: ignore[union-attr]
    assert (initiative.period.confidence, initiative.period.copies) == (0.7, (TextLine("plan.txt", 40),))
    assert [said.at.original.line for said in initiative.municipalities] == [13, 14]  # type: ignore[union-attr]


def test_rows_with_one_label_twice_are_a_list() -> None:
    rows = [{"label": "Uren", "cells": ["1"]}, {"label": "Uren", "cells": ["2"]}]
    data = {"initiatives": [{"name": "X", "amounts": [{"side": "cost", "kind": "k", "years": ["2024"], "rows": rows}]}]}
    (table,) = plan_set_from_data(data, "x").documents[0].initiatives[0].amounts
    assert [row.label.text for row in table.rows] == ["Uren", "Uren"]


def test_a_small_set_in_one_mapping() -> None:
    node = load(
        b"municipalities: {N: {name: Noorddam}}\ndomains: sociaal\ngoals: [{text: A}]\ndocuments: [{document: nota}]",
        "r",
    )
    assert isinstance(node, Mapping)
    plan_set = plan_set_from_node(node, "r")
    assert plan_set.portfolio.plan_set.text == "example"
    assert list(plan_set.portfolio.municipalities) == ["N"]
    assert [(each.document.text, each.kind.text) for each in plan_set.documents] == [("plan", "plan"), ("nota", "plan")]
    assert [said.text for said in plan_set.documents[0].domains] == ["sociaal"]
    with pytest.raises(InvalidPlan, match=r"goalz.*did you mean 'goals'"):
        plan_set_from_data({"goalz": []}, "r")


def test_a_document_alone_finds_the_portfolio_beside_it() -> None:
    alone = read_plan_file(EXAMPLE / "sociaal.yaml", "sociaal.yaml")
    assert alone.portfolio.plan_set.text == "voorbeeld-2024-2027"
    assert [each.document.text for each in alone.documents] == ["sociaal"]


# --- what is refused ------------------------------------------------------------------------------------------------

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        (b"", None, "empty"),
        (b"a: [1, 2\n", 1, "not closed"),
        (b"a: 'b\n", 1, "never closed"),
        (b"a: b: c\n", 1, "colon"),
        (b"a:\n\t- b\n", 2, "tab"),
        (b"a: 1\nb: 2\na: 3\n", 3, "line 1"),
        (b"a: &x\n  b: *x\n", 2, "circle"),
        (b"a: *x\n", 1, "nothing"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: !!python/object:os.system x\n", 1, "tag"),
        (b"? [a]\n: b\n", 1, "key"),
        (b"PK\x03\x04\x00\x00", 1, "binary"),
        (b"a: b\nc: \xff\xfe\n", 2, "UTF-8"),
        ("a: b".encode("utf-16"), None, "UTF-16"),
        (b"[" * 100_000, 1, "nested"),
        (b"a: " + b"{b: " * 100_000, 1, "nested"),
        (BOMB.encode(), 6, "aliases"),
        (b"x" * 50_000_000, None, "20 MB"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_place(
    tmp_path: Path, data: bytes, where: int | None, says: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    started = time.process_time()
    (problem,) = read_plan_file(path, "x.yaml").problems
    assert time.process_time() - started < 3
    assert isinstance(problem, UnreadableInput)
    assert (problem.path, problem.line) == ("x.yaml", where)
    assert says in problem.message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("initiativen: []\n", 3, "did you mean 'initiatieven'"),
        ("goals:\n- {text: A, dua: 2025}\n", 4, "did you mean 'due'"),
        ("goals: A\n", 3, "where a list is needed"),
        ("goals: [A]\n", 3, "where keys with values are needed"),
        ("goals: [{text: [A, B]}]\n", 3, "where one text is needed"),
        ("goals: [{due: 2025}]\n", 3, "'text' is missing"),
        ("title: {a: b}\n", 3, "a group of keys where one text"),
        ("titel: A\ntitle: B\n", 4, "says the same as 'titel' in line 3"),
        ("overview: {complete: misschien}\n", 3, "true or false"),
        ("statements: [{about: X, attribute: colour, value: red}]\n", 3, "contract_end"),
        ("goals: [{text: A, confidence: 7}]\n", 3, "from 0 to 1"),
        ("goals: [{text: A, original: three}]\n", 3, "line number"),
        ("goals: [{text: A, original: {page: 1, cell: B7}}]\n", 3, "not a mix"),
        ("goals: [{text: A, originals: {dew: 3}}]\n", 3, "unknown key 'dew'"),
        ("initiatives: [{name: X, amounts: [{side: cost, kind: k, years: 2024, rows: {}}]}]\n", 3, "list of texts"),
    ],
)
def test_what_a_plan_cannot_mean_is_told_with_its_place(tmp_path: Path, text: str, line: int, says: str) -> None:
    plan_set = document(tmp_path, text)
    assert plan_set.documents == ()
    (problem,) = plan_set.problems
    assert isinstance(problem, InvalidPlan)
    assert (problem.path, problem.line) == ("x.yaml", line)
    assert says in str(problem)


def test_all_problems_of_a_file_are_told(tmp_path: Path) -> None:
    plan_set = document(tmp_path, "a: 1\ngoals: [{txt: B}]\ntitle: []\n")
    assert [problem.line for problem in plan_set.problems] == [3, 4, 4, 5]


def test_a_file_of_nonsense_gives_a_bounded_number_of_problems_in_bounded_time(tmp_path: Path) -> None:
    started = time.process_time()
    plan_set = document(tmp_path, "".join(f"onzin{number}: 1\n" for number in range(50_000)))
    assert len(plan_set.problems) == 100
    assert time.process_time() - started < 5


def test_a_bad_file_hides_no_other(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "set")
    (tmp_path / "set" / "fysiek.yml").write_bytes(b"\x00")
    (tmp_path / "set" / "nota.yaml").write_text("document: nota\nkind: decision\n")
    for name in ("waivers.yaml", "_concept.yaml", ".hidden.yaml", "notes.txt"):
        (tmp_path / "set" / name).write_text("is no plan")
    plan_set = read_plan_set(tmp_path / "set", "set")
    assert [each.document.text for each in plan_set.documents] == ["nota", "sociaal"]
    assert [problem.path for problem in plan_set.problems] == ["fysiek.yml"]
    assert [file.path for file in plan_set.files] == ["fysiek.yml", "nota.yaml", "portfolio.yaml", "sociaal.yaml"]


def test_a_folder_without_plans_or_portfolio_says_so(tmp_path: Path) -> None:
    assert "no plan files" in problems(read_plan_set(tmp_path, "set"))[0]
    document(tmp_path, "")
    plan_set = read_plan_set(tmp_path, "set")
    assert "no portfolio.yaml" in problems(plan_set)[0]
    assert len(plan_set.documents) == 1
    with pytest.raises(UnreadableInput):
        read_plan_set(tmp_path / "nowhere", "nowhere")


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!?|>'\"#%@, \n\t", max_size=60).map(str.encode))
def test_any_bytes_give_nodes_or_a_clear_error(data: bytes) -> None:
    try:
        load(data, "x.yaml")
    except UnreadableInput as error:
        assert error.path == "x.yaml"


@pytest.mark.parametrize("file", ["portfolio.yaml", "sociaal.yaml"])
def test_the_pure_parser_reads_what_the_fast_one_reads(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    data = (EXAMPLE / file).read_bytes()
    fast = load(data, file)
    monkeypatch.setattr(_yaml_nodes, "_LOADER", yaml.BaseLoader)
    assert load(data, file) == fast


# --- the published schema -------------------------------------------------------------------------------------------


def schema_errors(data: object, schema: dict[str, Any] | None = None) -> list[str]:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(plan_schema())
    return [error.message for error in Draft202012Validator(schema or plan_schema()).iter_errors(data)]


def only(name: str) -> dict[str, Any]:
    return {**plan_schema(), "anyOf": [{"$ref": f"#/$defs/{name}"}]}


@pytest.mark.parametrize(("file", "name"), [("portfolio", "PortfolioRecord"), ("sociaal", "DocumentRecord")])
def test_the_example_follows_the_published_schema(file: str, name: str) -> None:
    data = yaml.load((EXAMPLE / f"{file}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert schema_errors(data) == []
    assert schema_errors(data, only(name)) == []
    assert schema_errors({**data, "onzin": 1})


@pytest.mark.parametrize(
    ("data", "valid"),
    [
        ({"document": "x", "kind": "plan"}, True),
        ({"document": "x", "soort": "plan", "doelen": [{"tekst": "A", "original": {"page": 3}}]}, True),
        ({"document": "x"}, False),
        ({"document": "x", "kind": "plan", "goals": [{"text": ["A"]}]}, False),
        ({"document": "x", "kind": "plan", "goals": [{"text": "A", "original": {"pag": 3}}]}, False),
        (
            {"document": "x", "kind": "plan", "relation_matrix": {"rows": {"X": {"original": 3, "fysiek": "KISS"}}}},
            True,
        ),
        ({"document": "x", "kind": "plan", "statements": [{"about": "X", "attribute": "x", "value": "y"}]}, False),
    ],
)
def test_schema_and_reader_agree(tmp_path: Path, data: dict[str, Any], valid: bool) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert (read_plan_file(path, "x.yaml").problems == ()) == valid
    assert (schema_errors(data) == []) == valid


def test_choices_are_published_in_both_languages() -> None:
    attribute = fields_of(next(model for model in MODELS if model.__name__ == "StatementRecord"))["attribute"]
    assert isinstance(attribute.shape, Choice)
    assert set(attribute.shape.words) <= set(plan_schema()["$defs"]["StatementRecord"]["properties"]["kenmerk"]["enum"])
