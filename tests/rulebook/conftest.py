from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from consistency.errors import InvalidRule
from consistency.model.facts import FactKind, Type
from consistency.rulebook.loader import load_rules
from consistency.rulebook.rule import Rule

Loaded = tuple[list[Rule], list[InvalidRule]]


@pytest.fixture(scope="session")
def kinds() -> Mapping[str, FactKind]:
    contract = {
        "id": Type.TOKEN, "title": Type.TEXT, "ends": Type.DAYS, "route": Type.TOKEN, "serves": Type.TOKENS,
        "value": Type.AMOUNT, "expired": Type.FLAG, "year": Type.INTEGER, "weight": Type.NUMBER,
    }  # fmt: skip
    initiative = {
        "id": Type.TOKEN, "name": Type.TEXT, "priority": Type.TOKEN, "replaces": Type.TOKENS, "year": Type.INTEGER,
        "cost": Type.AMOUNT, "serves": Type.TOKENS,
    }  # fmt: skip
    found = [
        FactKind("set", {"horizon": Type.DAYS, "as_of": Type.DAYS, "first_year": Type.INTEGER}),
        FactKind("contract", contract, slot=("year",)),
        FactKind("initiative", initiative),
    ]
    return {kind.name: kind for kind in found}


@pytest.fixture
def load(tmp_path: Path, kinds: Mapping[str, FactKind]) -> Callable[..., Loaded]:
    """Loads rule files, given as text by file name."""

    def load(**files: str) -> Loaded:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_rules(kinds, [tmp_path], built_in=False)

    return load


@pytest.fixture(scope="session")
def contract_rule() -> str:
    """The example of the interface agreement, with the texts filled in."""
    return """\
id: contract-without-initiative
severity: warning
tags: [contracts]
title: {nl: Aflopend contract zonder AO-initiatief, en: Expiring contract without an AO initiative}
why: {nl: Het contract loopt af., en: The contract ends.}
repair: {nl: Neem een initiatief op., en: Add an initiative.}
source: Aanbestedingswet
for: contract c
where: [c.ends within set.horizon, c.route missing]
none: [initiative i where i.priority == AO and i.replaces == c.id]
subject: c
evidence: [c.ends]
message: {nl: "{c.title} eindigt {c.ends}; geen AO-initiatief vervangt het.", en: "{c.title} ends {c.ends}."}
examples:
  violates: [{plan: {contracts: [{id: contract-x, title: X, ends: 1-7-2025}]}, expect: [contract-x]}]
  conforms: [{plan: {contracts: []}}]
"""
