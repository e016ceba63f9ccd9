"""The rule file that `consistency rules new` writes: a rule that works, to be changed into the one that is meant."""

from __future__ import annotations

import re
from importlib.resources import files

from consistency.errors import UsageError, did_you_mean, nearest
from consistency.rulebook.reader import ID_HINT, IDENTIFIER

TEMPLATES = {
    "total": {"nl": "een optelling vergelijken", "en": "compare a total"},
    "join": {"nl": "feiten met elkaar verbinden", "en": "bring facts together"},
    "absence": {"nl": "iets ontbreekt (of is er juist)", "en": "something is not there (or is)"},
    "comparison": {"nl": "een waarde vergelijken", "en": "compare a value"},
    "chain": {"nl": "voortbouwen op wat een andere regel vindt", "en": "build on what another rule finds"},
}
"""The kinds of rule to begin with, each with a file under `templates/`, and what each is for."""
DEFAULT = "total"

_HEAD = """\
# nl: Een regel is data: waar hij naar kijkt, wanneer hij geschonden is, en voorbeelden die dat bewijzen.
# nl: Beproef hem met `consistency rules test MAP`; alle sleutels staan in `consistency rules schema`.
# nl: Teksten staan er in het Nederlands en het Engels; een tekst met , : { } of # staat tussen aanhalingstekens.
# en: A rule is data: what it looks at, when it is violated, and examples that prove it.
# en: Try it with `consistency rules test FOLDER`; all keys are in `consistency rules schema`.
# en: Texts are there in Dutch and English; a text that holds , : { } or # is quoted.
#
# nl: Voorwaarden; tussen twee voorwaarden staat `and`, en `or` zijn twee regels:
# en: Conditions; between two of them stands `and`, and `or` is two rules:
#   ==  !=  <  <=  >  >=  and  + -    c.ends within set.horizon    i.priority in [AO, 1a]
#   x missing   x present   x stated   x blank   flag   not flag   x contains y   x overlaps y   x subset_of y
# nl: Wat ontbreekt voldoet aan geen voorwaarde behalve `missing`. Bedragen zijn intervallen: door PM en lege cellen is
# nl: een bevinding mogelijk of onbeslist in plaats van zeker.
# en: What is missing satisfies no condition but `missing`. Amounts are intervals: PM and empty cells make a finding
# en: possible or undecided instead of definite.
"""
_COMMENT = re.compile(r"(?m)^# (nl|en): (.*\n)")


def new_rule(rule_id: str, kind: str = DEFAULT, lang: str = "nl") -> str:
    """`lang` is the language of the comments. Raises UsageError for what cannot be an id, and for an unknown kind."""
    if not re.fullmatch(IDENTIFIER, rule_id):
        raise UsageError(f"`{rule_id}` is no id", nl=f"`{rule_id}` is geen id", hint=ID_HINT)
    if kind not in TEMPLATES:
        raise UsageError(
            f"there is no kind of rule `{kind}`",
            nl=f"er is geen soort regel `{kind}`",
            hint=did_you_mean(nearest(kind, TEMPLATES)) or ", ".join(TEMPLATES),
        )
    text = (files("consistency.rulebook") / "templates" / f"{kind}.yaml").read_text(encoding="utf-8")
    whole = _HEAD + text.replace("id: my-rule\n", f"id: {rule_id}\n", 1)
    return _COMMENT.sub(lambda comment: f"# {comment[2]}" if comment[1] == lang else "", whole)
