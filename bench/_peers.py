"""The table of `bench.rules` in zen-engine and in OpenFisca: from situations to the numbers of the rows."""

import json
from collections.abc import Callable
from typing import Any

from brygga.rules import Table
from brygga.rules.boxes import spans


def zen(table: Table, trace: bool = False) -> Callable[[list[dict[str, Any]]], list[int]]:
    """The table as a decision table of GoRules, first hit; with its trace if wanted: which rule hit, on what input."""
    import zen as gorules

    facts = list(table.facts)
    rules = [
        {"_id": str(n), "o": str(n), **{f.key: _zen_cell(f, line.when[0]) for f in facts}}
        for n, line in enumerate(table.lines)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": fact.key, "name": fact.key, "field": fact.key} for fact in facts],
        "outputs": [{"id": "o", "name": "row", "field": "row"}],
        "rules": rules,
    }
    nodes = [
        {"id": "i", "type": "inputNode", "name": "in"},
        {"id": "t", "type": "decisionTableNode", "name": "table", "content": content},
        {"id": "e", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "i", "targetId": "t", "type": "edge"},
        {"id": "2", "sourceId": "t", "targetId": "e", "type": "edge"},
    ]
    decision = gorules.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    options = {"trace": True} if trace else {}
    return lambda people: [int(decision.evaluate(one, options)["result"]["row"]) for one in people]


def _zen_cell(fact: Any, condition: Any) -> str:
    if fact.key not in condition:
        return ""
    mask = condition[fact.key]
    if fact.is_number:
        return ", ".join(f"[{low}..{high}]" for low, high in spans(fact, mask))
    return ", ".join(json.dumps(value) for value in fact.of(mask))


def openfisca(table: Table) -> Callable[[list[dict[str, Any]]], list[int]]:
    """The table as a variable of OpenFisca: one entity, one input variable a fact, one formula with numpy.select."""
    import numpy
    from openfisca_core.entities import Entity
    from openfisca_core.periods import MONTH
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = Entity("person", "persons", "", "")
    system = TaxBenefitSystem([person])
    places = {fact.key: {value.key: at for at, value in enumerate(fact.values)} for fact in table.facts}
    for fact in table.facts:
        form = {"value_type": int, "entity": person, "definition_period": MONTH}
        system.add_variable(type(fact.key, (Variable,), form))

    def formula(people: Any, period: Any) -> Any:
        given = {fact.key: people(fact.key, period) for fact in table.facts}
        hits = [_numpy_holds(numpy, line.when[0], given, table, people.count) for line in table.lines]
        return numpy.select(hits, range(len(hits)), -1)

    form = {"value_type": int, "entity": person, "definition_period": MONTH, "formula": formula}
    system.add_variable(type("row_found", (Variable,), form))

    def answer(people: list[dict[str, Any]]) -> list[int]:
        if len(people) > 1000:
            return run(people)
        return [run([one])[0] for one in people]

    def run(people: list[dict[str, Any]]) -> list[int]:
        simulation = SimulationBuilder().build_default_simulation(system, len(people))
        for key, at in places.items():
            simulation.set_input(key, "2026-11", numpy.array([at[one[key]] for one in people]))
        return [int(one) for one in simulation.calculate("row_found", "2026-11")]

    return answer


def _numpy_holds(numpy: Any, condition: Any, given: Any, table: Table, count: int) -> Any:
    hit = numpy.ones(count, dtype=bool)
    for key, mask in condition.items():
        values = [at for at in range(len(table.vocabulary.facts[key].values)) if mask >> at & 1]
        hit &= numpy.isin(given[key], values)
    return hit
