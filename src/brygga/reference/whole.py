"""The reference as a whole: keys, units, carriers, what a clause may wait for, processes, figures, cases, words."""

from dataclasses import dataclass
from typing import Any

from brygga.agreements import CarrierKind, Registry
from brygga.agreements.clauses import CAPABILITIES
from brygga.agreements.crosscheck import TERM_SUBJECTS
from brygga.agreements.figures import EXAMPLES, UNITS
from brygga.check import carriers, figures
from brygga.check.worked_cases import CASES, TOLD, CaseForm
from brygga.process import AnyProcess
from brygga.processes import PROCESSES
from brygga.reference.forms import ReferenceKey, keys
from brygga.rules.facts import Vocabulary

REFERS_TO = {
    CarrierKind.DUTY: "a duty in duties.toml, here or below",
    CarrierKind.PARAMETER: "a figure in parameters.toml, here or below; something has to read it",
    CarrierKind.TERM: ", ".join(sorted(TERM_SUBJECTS)),
    CarrierKind.PARTIES: "all",
    CarrierKind.BODY: "a body in agreement.toml",
    CarrierKind.ADOPTION: "a decision in agreement.toml",
    CarrierKind.DOCUMENT: "a document in agreement.toml; only one whose text is stored carries",
    CarrierKind.AREA: "an area in agreement.toml",
    CarrierKind.TABLE: "a row or a declared gap, as table/row",
    CarrierKind.MEASURE: "nothing yet",
    CarrierKind.STATEMENT: "the reason why nothing needs to",
    CarrierKind.PENDING: ", ".join(sorted(CAPABILITIES)),
}


@dataclass(frozen=True)
class Reference:
    """What an agreement may be written with, over the words and the figures of the acts it falls back to."""

    registry: Registry

    @property
    def keys(self) -> list[ReferenceKey]:
        return list(keys())

    @property
    def carriers(self) -> dict[str, str]:
        """By kind of carrier what it may refer to."""
        in_code = {kind: carriers.in_code(kind) for kind in CarrierKind}
        return {
            kind.value: ", ".join(sorted(known)) if (known := in_code[kind]) else REFERS_TO[kind]
            for kind in CarrierKind
        }

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Figures that Brygga reads by their key, with the units it reads them in, and what reads them."""
        baseline = self.registry.baseline
        return [
            {
                "key": key,
                "units": [unit for reader in found if reader.use for unit in reader.use.units],
                "read_by": [reader.name for reader in found],
            }
            for key, found in sorted(figures.readers(baseline).items())
        ]

    @property
    def cases(self) -> dict[str, CaseForm]:
        return {**CASES, **dict.fromkeys(PROCESSES.names, TOLD)}

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga reference --json`."""
        return {
            "keys": [key.to_json() for key in self.keys],
            "units": [{"unit": unit, "values": EXAMPLES[form]} for unit, form in UNITS.items()],
            "figures": self.figures,
            "carriers": self.carriers,
            "processes": [_process(process) for process in PROCESSES],
            "cases": [
                {"kind": kind, "given": dict(form.given), "expect": dict(form.expect)}
                for kind, form in self.cases.items()
            ],
            **_words(self.registry.vocabulary),
        }


def reference(registry: Registry) -> Reference:
    """The reference for agreements beside those of a registry."""
    return Reference(registry)


def _process(process: AnyProcess) -> dict[str, Any]:
    """What a duty may name of a process, and what each message of a worked case holds."""
    messages = [
        {
            "kind": kind,
            "sent_by": sorted(move.by),
            "holds": [name for name in move.body.model_fields],
        }
        for kind, move in process.moves.items()
    ]
    parts, events = [str(part) for part in process.parts], sorted(process.event_names)
    return {"name": process.name, "parts": parts, "events": events, "messages": messages}


def _words(vocabulary: Vocabulary) -> dict[str, Any]:
    """The shared facts, answers and tables that an agreement may use as they are."""
    facts = [
        {
            "key": fact.key,
            "kind": fact.kind,
            "values": [fact.values[0].key, "to", fact.values[-1].key]
            if len(fact.values) > 40
            else [value.key for value in fact.values],
            "means": fact.definition.sv,
        }
        for fact in vocabulary.facts.values()
    ]
    answers = [
        {"key": answer.key, "values": list(answer.values), "means": answer.label.sv}
        for answer in vocabulary.answers.values()
    ]
    tables = [
        {"name": one.name, "answers": list(one.answers), "optional": list(one.optional), "asks": one.label.sv}
        for one in vocabulary.questions.values()
    ]
    return {"facts": facts, "answers": answers, "tables": tables}
