"""The names that the expressions of a rule may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from consistency.errors import Bilingual, InvalidRule, did_you_mean, nearest
from consistency.model.facts import FactKind, Type
from consistency.rulebook.expressions import AGGREGATE, PARAM, SET, Column

NO_KIND = Bilingual("there is no kind of fact", "er is geen feitsoort")
NO_VARIABLE = Bilingual("there is no variable", "er is geen variabele")


@dataclass(frozen=True)
class Scope:
    """The names that an expression may use. `used` is shared by the scopes of one rule: what has been looked up."""

    vocabulary: Mapping[str, FactKind]
    variables: dict[str, FactKind] = field(default_factory=dict)
    aggregates: dict[str, Type] = field(default_factory=dict)
    parameters: dict[str, Type] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def with_variable(self, var: str, kind: FactKind) -> Scope:
        return replace(self, variables={**self.variables, var: kind})

    def column(self, var: str, attribute: str) -> Column:
        if var in self.variables or var == SET:
            kind = self.variables.get(var) or self._kind(SET)
            if attribute not in kind.attributes:
                message = Bilingual(f"{kind.name} has no attribute", f"{kind.name} heeft geen kenmerk")
                raise unknown(message, attribute, kind.attributes)
            self.used.add(var)
            return Column(var, attribute, kind.attributes[attribute])
        if var == PARAM:
            if attribute not in self.parameters:
                message = Bilingual("the rule has no parameter", "de regel heeft geen parameter")
                raise unknown(message, attribute, self.parameters)
            self.used.add(f"param.{attribute}")
            return Column(PARAM, attribute, self.parameters[attribute])
        if var in self.aggregates:
            if attribute != "count":
                message = Bilingual(f"the aggregate {var} has no attribute", f"het aggregaat {var} heeft geen kenmerk")
                raise unknown(message, attribute, ["count"])
            self.used.add(var)
            return Column(AGGREGATE, f"{var}.count", Type.INTEGER)
        raise unknown(NO_VARIABLE, var, [*self.variables, *self.aggregates, SET, PARAM])

    def aggregate(self, name: str) -> Column | None:
        if name not in self.aggregates:
            return None
        self.used.add(name)
        return Column(AGGREGATE, name, self.aggregates[name])

    def _kind(self, name: str) -> FactKind:
        if name not in self.vocabulary:
            raise unknown(NO_KIND, name, self.vocabulary)
        return self.vocabulary[name]


def unknown(message: Bilingual, word: str, known: Iterable[str]) -> InvalidRule:
    """'there is no kind of fact `initative`', with the nearest known word, or the known ones, as the hint."""
    names = sorted(known)
    listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    all_known = Bilingual(f"known: {listed or 'none'}", f"bekend: {listed or 'geen'}")
    return InvalidRule(
        f"{message.en} `{word}`",
        nl=f"{message.nl} `{word}`",
        hint=did_you_mean(nearest(word, names), "`") or all_known,
    )
