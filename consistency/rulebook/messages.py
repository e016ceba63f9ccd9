"""Message templates: text with `{c.title}`, `{parts}`, `{param.threshold}` in it; a brace itself is doubled."""

from __future__ import annotations

import re
from typing import NamedTuple

from consistency.errors import Bilingual, InvalidRule
from consistency.rulebook.expressions import Operand
from consistency.rulebook.resolve import operand
from consistency.rulebook.scope import Scope

DIFFERENCE = "difference"
_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")


class Template(NamedTuple):
    """Texts and what is filled in between them."""

    parts: tuple[str | Operand, ...]


def template(text: str, scope: Scope, difference: Operand | None) -> Template:
    """Raises InvalidRule, without a place, for a placeholder that names nothing. `{difference}` is the rule's own."""
    parts: list[str | Operand] = []
    for match in _PART.finditer(text):
        written = match[0]
        if written in ("{{", "}}"):
            parts.append(written[0])
        elif written in ("{", "}"):
            raise InvalidRule(
                f"a brace alone in `{text[:60]}`",
                nl=f"een losse accolade in `{text[:60]}`",
                hint=Bilingual("write {c.title}, or {{ for a brace", "schrijf {c.title}, of {{ voor een accolade"),
            )
        elif match[1] is None:
            parts.append(written)
        elif match[1].strip() == DIFFERENCE and difference is not None:
            parts.append(difference)
        else:
            parts.append(operand(match[1], scope))
    return Template(tuple(parts))
