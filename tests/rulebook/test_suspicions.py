"""What `consistency rules test` says of rules that load, whose examples hold, and that are no good all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consistency.cli.rules import rules

RULE = """\
id: {id}
severity: warning
title: {{nl: Proef, en: Trial}}
why: {{nl: Proef., en: Trial.}}
repair: {{nl: Proef., en: Trial.}}
source: Proef
{body}
message: {{nl: Proef., en: Trial.}}
examples:
  violates:
    - plan: {{contracts: [{{title: Zaaksysteem, ends: 1-7-2025}}, {{title: Telefonie, value_four_years: "€ 1"}}]}}
      expect: [{expect}]
  conforms:
    - plan: {conforms}
"""
SILENT = "{contracts: [{title: Website, ends: 1-7-2025, value_four_years: '€ 10'}]}"
WITHOUT_VALUE = "for: contract c\nviolated: [c.value missing]"

Try = Callable[..., Result]


@pytest.fixture
def tried(tmp_path: Path) -> Try:
    """Writes one rule a body, with the same examples, and tries them."""

    def run(*bodies: str, conforms: str = SILENT, expect: str = "zaaksysteem", options: tuple[str, ...] = ()) -> Result:
        for number, body in enumerate(bodies, start=1):
            text = RULE.format(id=f"proef-{number}", body=body, conforms=conforms, expect=expect)
            (tmp_path / f"proef-{number}.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(rules, ["test", str(tmp_path), "--lang", "en", *options], catch_exceptions=False)

    return run


def remarks(result: Result) -> list[str]:
    return result.stdout.splitlines()[:-1]


def test_a_sound_rule_is_not_suspect(tried: Try) -> None:
    result = tried(WITHOUT_VALUE)
    assert (result.exit_code, result.stdout) == (0, "rules: 1; examples: 2; failed: 0; warnings: 0\n")


def test_what_fires_on_everything(tried: Try) -> None:
    everything = "for: contract c\nviolated: [c.title present]"
    result = tried(everything, conforms="{contracts: []}", expect="zaaksysteem, telefonie")
    (remark,) = remarks(result)
    assert remark.startswith("proef-1.yaml:8: proef-1: warning: fires on everything it looked at (")
    assert "move the condition that makes the difference from `where` to `violated`" in remark


def test_warnings_fail_where_that_is_asked(tried: Try) -> None:
    everything = "for: contract c\nviolated: [c.title present]"
    arguments = {"conforms": "{contracts: []}", "expect": "zaaksysteem, telefonie"}
    assert tried(everything, **arguments).exit_code == 0
    assert tried(everything, options=("--strict",), **arguments).exit_code == 1


def test_rules_that_never_differ(tried: Try) -> None:
    result = tried(WITHOUT_VALUE, "for: contract c\nwhere: [c.title present]\nviolated: [c.value missing]")
    (remark,) = remarks(result)
    assert remark.startswith("proef-2.yaml:1: proef-2: warning: fired ")
    assert "each time on the same subjects and slots as proef-1" in remark


def test_rules_that_differ_once_are_two(tried: Try) -> None:
    assert remarks(tried(WITHOUT_VALUE, "for: contract c\nviolated: [c.value missing, c.supplier missing]")) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        # what one side of an equality cannot be, the other cannot be either
        (
            f"{WITHOUT_VALUE}\nescalate: {{severity: error, where: [c.id == c.document, c.id == a, c.document == b]}}",
            "can never hold, so the severity is never raised",
        ),
        # a count is never below nothing
        (
            f"{WITHOUT_VALUE}\ncount: {{n: {{over: cell x, where: [x.document == c.document]}}}}\n"
            "escalate: {severity: error, where: [n < 0]}",
            "`n < 0 and n >= 0` can never hold",
        ),
        # costs are no incidental side
        (
            f"{WITHOUT_VALUE}\nnone: [cell x where x.document == c.document and x.side == incidental]",
            "so this `none` excludes nothing",
        ),
        # the fact finds itself
        (
            f"{WITHOUT_VALUE}\nsome: [contract d where d.document == c.document]",
            "`contract d` is always found: `c` itself is one, so it asks nothing; say how they differ",
        ),
        # a word that is nowhere
        (
            f"{WITHOUT_VALUE}\nnone: [doubt d where d.document == c.document and d.what == nmae]",
            "no example or plan at hand has `nmae` in doubt.what",
        ),
    ],
)
def test_parts_that_do_nothing(tried: Try, body: str, said: str) -> None:
    found = remarks(tried(body))
    assert any(said in remark for remark in found), found


def test_a_rule_that_blocks_itself_fails_and_is_told_why(tried: Try) -> None:
    result = tried(f"{WITHOUT_VALUE}\nnone: [contract d where d.id == c.id]")
    assert result.exit_code == 1
    failure, why = remarks(result)
    assert "expected zaaksysteem, found —" in failure
    assert why.startswith("proef-1.yaml:9: proef-1: warning: `contract d` is always found")
    assert "so the rule can never fire" in why


def test_a_given_plan_set_counts(tried: Try, tmp_path: Path) -> None:
    """What no example has, a plan may."""
    body = (
        f"{WITHOUT_VALUE}\nnone: [contract d where d.document == c.document and d.procedure == innovatiepartnerschap]"
    )
    folder = tmp_path / "plannen"
    folder.mkdir()
    (folder / "portfolio.yaml").write_text("plan_set: proef\n", encoding="utf-8")
    (folder / "plan.yaml").write_text(
        "document: plan\nkind: plan\ncontracts: [{title: Web, procedure: Innovatiepartnerschap}]\n", encoding="utf-8"
    )
    assert any("`innovatiepartnerschap`" in remark for remark in remarks(tried(body)))
    assert not any(
        "`innovatiepartnerschap`" in remark for remark in remarks(tried(body, options=("--plans", str(folder))))
    )
