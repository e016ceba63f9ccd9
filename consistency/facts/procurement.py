"""What the law of procurement asks of contracts: time for the procedure, the threshold, the term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from consistency.facts import _contract_time, _subjects
from consistency.facts._claims import period_of
from consistency.facts._sums import derived, total
from consistency.facts.contracts import FOUR_YEARS, repeats, with_options
from consistency.model.amount import Interval
from consistency.model.dates import Days
from consistency.model.entities import AmountCell, Contract, Side
from consistency.model.facts import FactBase, FactKind, Type, quote
from consistency.model.graph import PlanGraph
from consistency.model.names import normal

KINDS = (
    FactKind(
        "procedure",
        {"contract": Type.TOKEN, "procedure": Type.TOKEN, "months_left": Type.INTEGER},
        help="a procedure by which a contract can be tendered anew (the one named, or any where none is named), and "
        "the whole months left for it until the end, less the implementation",
    ),
    FactKind(
        "tender",
        {"contract": Type.TOKEN, "state": Type.TOKEN},
        help="a tender that is running or done; unsure where only the initiative that replaces the contract has begun",
    ),
    FactKind(
        "term",
        {
            "contract": Type.TOKEN,
            "title": Type.TEXT,
            "months": Type.INTEGER,
            "framework": Type.FLAG,
            "motive": Type.TEXT,
        },
        help="the least number of months in which a contract's term fits; once more, unsure, with its options",
    ),
    FactKind(
        "lot",
        {
            "supplier": Type.TEXT,
            "subject": Type.TOKEN,
            "contracts": Type.TOKENS,
            "together": Type.AMOUNT,
            "largest": Type.AMOUNT,
        },
        slot=("subject",),
        help="contracts of one supplier and subject, none tendered European: the value of all and of the largest",
    ),
    FactKind(
        "purchase",
        {"initiative": Type.TOKEN, "name": Type.TEXT, "cost": Type.AMOUNT},
        help="an initiative that buys and names no procedure, with its costs of four years, external ones for sure",
    ),
)

PROCEDURES = ("european", "restricted", "single")
EXTERNAL = re.compile(r"\b(?:extern|leverancier|supplier|licen[ts]|aanschaf|inkoop|inhuur|purchase)")
"""In the label of a table: its amounts go to others."""


def derive(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for contract in graph.contracts.values():
        _add_procedures(graph, as_of, facts, contract)
        _add_terms(graph, facts, contract)
    _add_tenders(graph, as_of, facts)
    _add_lots(graph, facts)
    _add_purchases(graph, facts)


def _add_procedures(graph: PlanGraph, as_of: Days | None, facts: FactBase, contract: Contract) -> None:
    left = _contract_time.months_left(contract, as_of)
    if left is None:
        return
    for procedure in (contract.procedure,) if contract.procedure in PROCEDURES else PROCEDURES:
        facts["procedure"].add(
            _subjects.contract(graph, contract.id),
            contract=contract.id,
            procedure=procedure,
            months_left=left,
            said={"procedure": contract.procedure_said, "months_left": contract.ends_said},
        )


def _add_tenders(graph: PlanGraph, as_of: Days | None, facts: FactBase) -> None:
    for contract in graph.contracts.values():
        if contract.tender in ("running", "done"):
            facts["tender"].add(contract=contract.id, state=contract.tender, said={"state": contract.tender_said})
    for replacement in graph.replacements:
        period, said = period_of(graph, replacement.initiative)
        if as_of and period and period.start and period.start.first <= as_of.last:
            facts["tender"].add(contract=replacement.contract, state="running", said={"state": said}, certain=False)


def _add_terms(graph: PlanGraph, facts: FactBase, contract: Contract) -> None:
    months = _contract_time.term(contract)
    if months is None:
        return
    options = contract.extension.shortest.months if contract.extension else 0
    for added, sure in ((0, None), (options, False)) if options else ((0, None),):
        facts["term"].add(
            _subjects.contract(graph, contract.id),
            contract=contract.id,
            title=contract.title.text,
            months=months + added,
            framework=contract.framework,
            motive=contract.motive.text if contract.motive else None,
            said={"months": [said for said in (contract.starts_said, contract.ends_said) if said]},
            certain=sure,
        )


def _add_lots(graph: PlanGraph, facts: FactBase) -> None:
    repeated = {second.id for _, second in repeats(graph)}
    lots: dict[tuple[str, frozenset[str]], list[Contract]] = {}
    for contract in graph.contracts.values():
        if contract.supplier and contract.value and contract.value.stated and contract.id not in repeated:
            lots.setdefault((normal(contract.supplier.text), contract.about), []).append(contract)
    for (_, about), contracts in lots.items():
        if len(contracts) > 1 and about and all(contract.procedure != "european" for contract in contracts):
            _add_lot(graph, facts, sorted(contracts, key=lambda contract: contract.id), "-".join(sorted(about)))


def _add_lot(graph: PlanGraph, facts: FactBase, contracts: list[Contract], subject: str) -> None:
    """Unsure where they may be of different buyers or times, or where no calendar names procedures."""
    values = [contract.value for contract in contracts if contract.value]
    together = total(with_options(contract.value, contract) for contract in contracts if contract.value)
    if any(contract.procedure_said and contract.procedure not in PROCEDURES for contract in contracts):
        unknown = Interval(0, together.meant.high)
        together = derived(unknown, unknown)
    facts["lot"].add(
        *(_subjects.contract(graph, contract.id) for contract in contracts),
        supplier=contracts[0].supplier.text if contracts[0].supplier else None,
        subject=subject,
        contracts=tuple(sorted(contract.id for contract in contracts)),
        together=together,
        largest=max(values, key=lambda value: value.written),
        said={"together": [quote(c.value_said, c.value, c.title.text) for c in contracts if c.value_said]},
        certain=all(c.procedure for c in contracts) and all(_one_purchase(a, b) for a, b in combinations(contracts, 2)),
    )


def _one_purchase(a: Contract, b: Contract) -> bool:
    """Whether one municipality at least has both, at one time."""
    served = not a.serves or not b.serves or not set(a.serves).isdisjoint(b.serves)
    apart = any(_contract_time.is_over(one.ends, other.starts) for one, other in ((a, b), (b, a)))
    return served and not apart


def _add_purchases(graph: PlanGraph, facts: FactBase) -> None:
    costs: dict[str, list[AmountCell]] = {}
    for cell in graph.cells:
        if cell.side is Side.COST and cell.role == "row" and not cell.copy and not cell.mark:
            costs.setdefault(cell.initiative, []).append(cell)
    for initiative in _buying(graph):
        cells = costs.get(initiative, [])
        first = min((cell.year for cell in cells if cell.amount.stated), default=None)
        if first is not None:
            _add_purchase(graph, facts, initiative, [c for c in cells if first <= c.year < first + FOUR_YEARS // 12])


def _buying(graph: PlanGraph) -> Iterator[str]:
    """The initiatives that a contract's end makes buy, where nothing is said of a procedure."""
    addressed = {r.initiative for r in graph.replacements if graph.contracts[r.contract].procedure_said}
    replacing = {replacement.initiative for replacement in graph.replacements}
    for key in graph.initiatives:
        ending = key in replacing or graph.claims_on(key, "contract_end")
        if ending and key not in addressed and not graph.claims_on(key, "procedure"):
            yield key


def _add_purchase(graph: PlanGraph, facts: FactBase, initiative: str, cells: list[AmountCell]) -> None:
    """Tables tell what goes to suppliers only where their label says so; the rest can be work of the own people."""
    external = total(cell.amount for cell in cells if EXTERNAL.search(cell.table))
    cost = total(cell.amount for cell in cells)
    subject = _subjects.initiative(graph, initiative)
    facts["purchase"].add(
        subject,
        initiative=initiative,
        name=subject.name,
        cost=derived(cost.written, Interval(external.meant.low, cost.meant.high)),
        said={"cost": [quote(c.said, c.amount, f"{c.municipality} {c.column}") for c in cells if c.amount.stated]},
    )
