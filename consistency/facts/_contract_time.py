"""Contract time, reckoned backwards from the end: last day to give notice, last day to start the tender."""

from __future__ import annotations

from datetime import date, timedelta

from consistency.model.dates import Days, contract_end
from consistency.model.durations import Duration, Span, before, months_between, shifted
from consistency.model.entities import Contract

_NOTHING = Duration(Span(0, 0), Span(0, 0))


def lasts_to(contract: Contract) -> Days | None:
    """The end, after an extension that was decided on; None where that does not say until when."""
    return contract.lasts_until if contract.lasts_on else contract.ends


def is_over(ends: Days | None, as_of: Days | None) -> bool:
    """Surely over: not where one of the dates is unknown."""
    return ends is not None and as_of is not None and ends.last < as_of.first


def in_time(needed: Days | None, ends: Days) -> Days:
    """The last day for what must begin or be ready by the end of a contract: what comes later leaves a gap.

    A day that is named may be the first one without the contract. Of a year or month the whole must not lie after it.
    """
    last = Days(contract_end(ends).first, ends.last)
    if needed is None or needed.first < needed.last or last.last == date.max:
        return last
    return Days(last.first + timedelta(days=1), last.last + timedelta(days=1))


def in_view(ends: Days | None, horizon: tuple[int, int] | None) -> Days | None:
    """The end as the horizon sees it: 1 January after its last year is the end of that year."""
    if ends is None or horizon is None or ends != Days(date(horizon[1] + 1, 1, 1), date(horizon[1] + 1, 1, 1)):
        return ends
    last = date(horizon[1], 12, 31)
    return Days(last, last)


def notice_by(contract: Contract) -> Days | None:
    """The last day to give notice, where a notice period is stated."""
    ends = lasts_to(contract)
    return before(contract_end(ends), contract.notice) if ends and contract.notice else None


def tender_by(contract: Contract, procedure: Duration) -> Days | None:
    """The last day to start a tender by a procedure that takes so long, the implementation after it included."""
    ends = lasts_to(contract)
    return before(contract_end(ends), procedure.plus(contract.implementation or _NOTHING)) if ends else None


def months_left(contract: Contract, as_of: Days | None) -> int | None:
    """The most whole months that the as-of date leaves for a procedure, the implementation taken off."""
    start = tender_by(contract, _NOTHING)
    return months_between(as_of.first, start.last) if as_of and start else None


def option_to(contract: Contract, ends: Days) -> date:
    """The last day to which options and tacit renewal can stretch a contract that ends so."""
    if contract.tacit:
        return date.max
    return shifted(ends.last, contract.extension.longest, 1) if contract.extension else ends.last


def term(contract: Contract) -> int | None:
    """The least number of months in which the whole term surely fits: a day more than four years is 49."""
    if contract.starts is None or contract.ends is None:
        return None
    first, last = contract.starts.last, contract_end(contract.ends).first
    months = months_between(first, last)
    return months + (shifted(first, Span(months, 0), 1) <= last)
