"""The rule file that `consistency rules new` writes: a rule that works, to be changed into the one that is meant."""

from __future__ import annotations

import re

from consistency.errors import UsageError
from consistency.rulebook.reader import ID_HINT, IDENTIFIER

_TEMPLATE = """\
# A rule is data: what it looks at, when it is violated, and examples that prove it.
# Try it with `consistency rules test FOLDER`, see all keys with `consistency rules schema`.
# Dutch and English stand side by side; a text that holds : {{ }} or # is quoted.
id: {id}
severity: warning                       # error: two things cannot both be true; warning: a risk; info
tags: [own]
title: {{nl: Hoge incidentele kosten, en: High incidental costs}}
why: {{nl: Boven de grens besluit de gemeenteraad zelf., en: Above the limit the council decides itself.}}
repair: {{nl: Leg het initiatief aan de raad voor., en: Put the initiative before the council.}}
source: Financiële verordening          # the law, custom or decision behind the rule

# What an organisation may set for itself. Values that change by law have a period instead of a default:
#   values: [{{from: 2024-01-01, until: 2025-12-31, value: "€ 221.000", source: …}}]
parameters:
  limit: {{type: amount, default: "€ 100.000"}}

# The facts that are looked at, one by one: a kind and a variable. More facts are joined by `with`, each tied by an
# equality in `where`. `none: [kind x where …]` asks that there is none such, `some` that there is one.
for: initiative i

# Totals (sum, count, max, min) over the facts that match.
sum:
  costs: {{of: c.amount, over: cell c, where: [c.initiative == i.id, c.side == cost, c.kind == incidental]}}

# Conditions. `where`: to what the rule applies. `violated`: all of these hold. What is missing satisfies no condition
# but `missing`. Amounts are intervals: PM and empty cells make a finding possible or undecided instead of definite.
#   ==  !=  <  <=  >  >=  and  + -    c.ends within set.horizon    i.priority in [AO, 1a]
#   x missing   x present   x stated   x blank   flag   not flag   x contains y   x overlaps y   x subset_of y
where: [costs present]
violated: [costs > param.limit]
difference: costs - param.limit

subject: i                              # whose finding it is
slot: {{kind: incidental}}                # what tells this finding from others on the same subject
evidence: [costs]                       # the claims that are shown: attributes, variables, totals
message:
  nl: "{{i.name}} kost incidenteel {{costs}}, boven de grens van {{param.limit}}."
  en: "{{i.name}} has incidental costs of {{costs}}, above the limit of {{param.limit}}."
arithmetic: {{nl: "{{costs}} − {{param.limit}} = {{difference}}", en: "{{costs}} − {{param.limit}} = {{difference}}"}}

# Small plan sets: the keys of a plan file are in docs/ and in `consistency rules schema --plans`.
examples:
  violates:
    - expect: [nieuw-zaaksysteem]       # the ids of the subjects that must be found
      plan:
        municipalities: {{N: {{name: Noorddam}}}}
        initiatives:
          - name: Nieuw zaaksysteem
            municipalities: N
            amounts:
              - side: cost
                kind: incidental
                years: ["2024", "2025"]
                rows: {{N: {{cells: ["80.000", "40.000"]}}}}
  conforms:
    - plan:
        municipalities: {{N: {{name: Noorddam}}}}
        initiatives:
          - name: Nieuw zaaksysteem
            municipalities: N
            amounts:
              - side: cost
                kind: incidental
                years: ["2024", "2025"]
                rows: {{N: {{cells: ["60.000", "40.000"]}}}}
"""


def new_rule(rule_id: str) -> str:
    """Raises UsageError for what cannot be an id."""
    if not re.fullmatch(IDENTIFIER, rule_id):
        raise UsageError(f"`{rule_id}` is no id", nl=f"`{rule_id}` is geen id", hint=ID_HINT)
    return _TEMPLATE.format(id=rule_id)
