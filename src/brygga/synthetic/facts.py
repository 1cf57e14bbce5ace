"""The rows of facts.parquet: a person, one need, and a column for every fact of the rules' vocabulary."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from brygga.calendars import local_date
from brygga.rules import Vocabulary
from brygga.rules.facts import Scalar
from brygga.synthetic.county import MadeCounty
from brygga.synthetic.given import of_person
from brygga.synthetic.needs import Needs
from brygga.synthetic.people import MadePerson

TYPES = {"choice": pa.string(), "yes-no": pa.bool_(), "age": pa.int16(), "number": pa.int16()}


def schema(vocabulary: Vocabulary) -> pa.Schema:
    """Who it is, where, and the facts in the vocabulary's order."""
    who = [("identity_number", pa.string()), ("municipality", pa.string())]
    facts = [(fact.key, TYPES[fact.kind]) for fact in vocabulary.facts.values() if fact.kind in TYPES]
    return pa.schema(who + facts)


class FactColumns:
    """Makes the rows of a county, block by block and column by column."""

    def __init__(self, county: MadeCounty, vocabulary: Vocabulary) -> None:
        self._needs, self._on = Needs(vocabulary, county.seed), local_date(county.as_of)

    def columns(
        self, people: Sequence[MadePerson], situations: Sequence[tuple[MadePerson, Mapping[str, Scalar]]]
    ) -> list[Sequence[Any]]:
        """The schema's columns, with a row for each of a block's people; `situations` are what all their cases say."""
        said: defaultdict[int, dict[str, Scalar]] = defaultdict(dict)
        for person, situation in situations:
            said[person.number].update(situation)
        given: list[Mapping[str, Scalar]] = [of_person(one, self._on) | said.get(one.number, {}) for one in people]
        columns = self._needs.columns(people[0].number, given)
        return [[one.identity_number for one in people], [one.municipality for one in people], *columns.values()]
