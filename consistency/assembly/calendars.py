"""One document's contract calendar: its entries with their values read, and what its footnotes say of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from consistency.assembly.lists import exempts
from consistency.assembly.registry import Registry
from consistency.assembly.values import procedure_of, tender_state, yes_or_no
from consistency.assembly.words import words
from consistency.model.amount import Amount, Interval, Outcome, parse_amount
from consistency.model.dates import Days, find_days, parse_days
from consistency.model.durations import Duration, find_durations, parse_duration
from consistency.model.entities import Contract, Doubt
from consistency.model.names import WORD, plain, stem, tokens, without_brackets
from consistency.model.record import ContractRecord, DocumentRecord, Said

FIELDS = ("value_four_years", "ends", "supplier", "procedure")
"""What a calendar has a column for where it says it of any contract."""
HIGHEST_VAT = 21
"""Per cent: the general rate since 2012 (Wet op de omzetbelasting 1968, art. 9)."""


class Calendar:
    def __init__(self, registry: Registry, document: DocumentRecord) -> None:
        self._registry = registry
        self._document = document
        self._convention = registry.conventions[document.document.text]
        self._owners = owners_of(registry)
        self._exempting = {mark for mark, note in document.contract_notes.items() if exempts(note)}
        marked = {record.mark.text for record in document.contracts if record.mark}
        self._columns = {field for c in document.contracts for field in FIELDS if says(getattr(c, field))}
        self._mark_may_be_lost = bool(self._exempting - marked)

    def contract(self, record: ContractRecord, key: str) -> Contract:
        record = _without_blanks(record)
        served = {code for said in record.organisation for code in _served(self._registry, said)}
        value, route = record.value_four_years, record.route
        decided = route is not None and _is_decision(route)
        lasts_on = decided and route is not None and _goes_on(route)
        notice, notice_said = _notice(record)
        return Contract(
            id=key,
            title=record.title,
            document=self._document.document.text,
            supplier=record.supplier,
            ends=_days(record.ends),
            ends_said=record.ends,
            about=frozenset(telling(record.title.text, self._owners)) - stems("part_of_title"),
            serves=tuple(code for code in self._registry.municipalities.codes if code in served),
            serves_said=tuple(record.organisation),
            value=excluding_tax(parse_amount(value.text, convention=self._convention)) if value else None,
            value_said=value,
            procedure=procedure_of(record.procedure.text) if record.procedure else None,
            procedure_said=record.procedure,
            route=route,
            decided=decided,
            lasts_on=lasts_on,
            lasts_until=_last_date(route) if lasts_on else None,
            exempt=record.mark is not None and record.mark.text in self._exempting,
            exemptible=self._mark_may_be_lost,
            starts=_days(record.starts),
            starts_said=record.starts,
            notice=notice,
            notice_said=notice_said,
            tacit=record.renewal is not None and yes_or_no(record.renewal) is not False,
            extension=_added_up(record.extension),
            extension_said=record.extension,
            retendered=route is not None and _is_tender(route),
            tender=_tender_state(record),
            tender_said=record.tender,
            announced=_last_date(record.tender),
            implementation=parse_duration(record.implementation.text) if record.implementation else None,
            implementation_said=record.implementation,
            framework=_framework(record),
            motive=record.motive if record.motive and yes_or_no(record.motive) is not False else None,
            listed_in=(self._document.document.text,),
            left_empty=tuple(field for field in FIELDS if field in self._columns and not says(getattr(record, field))),
        )

    def doubts(self, record: ContractRecord, contract: Contract) -> Iterator[Doubt]:
        """Dates and durations that are there and say nothing that can be reckoned with."""
        read = (
            (record.ends, contract.ends),
            (record.starts, contract.starts),
            (record.notice, contract.notice),
            (record.implementation, contract.implementation),
        )
        for said, value in read:
            if value is None and said is not None and says(said) and yes_or_no(said) is not False:
                if said is record.ends and _is_endless(said):
                    continue
                yield Doubt("value", said, self._document.document.text)


def says(said: Said | None) -> bool:
    """`nnb` says as little as an empty cell."""
    return said is not None and parse_amount(said.text).outcome not in (Outcome.BLANK, Outcome.UNKNOWN)


def _is_endless(said: Said) -> bool:
    return not words("endless").isdisjoint(WORD.findall(plain(said.text)))


def _without_blanks(record: ContractRecord) -> ContractRecord:
    """An empty cell is a field that is not there."""
    fields = ((name, getattr(record, name)) for name in ContractRecord.model_fields)
    return record.model_copy(
        update={n: None for n, v in fields if isinstance(v, Said) and not v.text.strip() and n != "title"}
    )


def excluding_tax(value: Amount) -> Amount:
    """Values are compared without VAT; of what is stated with it, the highest rate may have to come off."""
    if value.meant.high is None or not any(word in plain(value.text) for word in words("including_tax")):
        return value
    return replace(value, meant=Interval(value.meant.low * 100 // (100 + HIGHEST_VAT), value.meant.high))


def owners_of(registry: Registry) -> frozenset[str]:
    """The words of the municipalities' names."""
    return frozenset(word for m in registry.plan_set.municipalities.values() for word in tokens(m.name))


def telling(text: str, owners: frozenset[str]) -> list[str]:
    """The words that say what a thing is: no replacing words, no general ones, no owner's name."""
    passed_over = owners | stems("replacing") | stems("generic_title")
    return [word for word in tokens(text) if word not in passed_over and len(word) > 1]


@cache
def stems(group: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(group))


def _served(registry: Registry, said: Said) -> Iterable[str]:
    return registry.municipalities.one(said.text) or registry.municipalities.of_text(said.text)


def _days(said: Said | None) -> Days | None:
    """What stands between brackets beside a date says something else, such as an option."""
    return (parse_days(said.text) or parse_days(without_brackets(said.text))) if said else None


def _last_date(said: Said | None) -> Days | None:
    named = [days for _, _, days in find_days(said.text)] if said else []
    return max(named, key=lambda days: days.last, default=None)


def _is_decision(route: Said) -> bool:
    return words("undecided").isdisjoint(plain(route.text).split())


def _goes_on(route: Said) -> bool:
    said = WORD.findall(plain(route.text))
    return not words("extending").isdisjoint(said) and words("denial").isdisjoint(said)


def _is_tender(route: Said) -> bool:
    return any(word in plain(route.text) for word in words("tendering"))


def _tender_state(record: ContractRecord) -> str | None:
    said = [record.tender] if record.tender else []
    if record.route and _is_tender(record.route):
        said.append(record.route)
    return next((state for one in said if (state := tender_state(one))), None)


def _notice(record: ContractRecord) -> tuple[Duration | None, Said | None]:
    """Its own field, or else the clause of the tacit renewal that speaks of giving notice."""
    if record.notice:
        return parse_duration(record.notice.text), record.notice
    for clause in _clauses(record.renewal.text) if record.renewal else ():
        if any(word in plain(clause) for word in words("notice")):
            return parse_duration(clause), record.renewal
    return None, None


def _clauses(text: str) -> list[str]:
    for mark in (";", "(", "tenzij", "unless", "mits"):
        text = text.replace(mark, ",")
    return text.split(",")


def _added_up(said: Said | None) -> Duration | None:
    """All options of one field together."""
    total: Duration | None = None
    for duration in find_durations(said.text) if said else ():
        total = total.plus(duration) if total else duration
    return total


def _framework(record: ContractRecord) -> bool | None:
    if record.framework:
        return yes_or_no(record.framework)
    named = any(word in plain(record.title.text) for word in words("framework"))
    return True if named else None
