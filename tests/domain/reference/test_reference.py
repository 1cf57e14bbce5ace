"""The reference says everything that an agreement's files may say, and says it out of the code that reads them."""

from brygga.agreements import load_all
from brygga.agreements.figures import UNITS
from brygga.processes import PROCESSES
from brygga.reference import page, reference
from brygga.reference.forms import keys, meanings
from brygga.rules import parse, vocabulary

KEYS = list(keys())
WHOLE = reference(load_all())


def test_every_key_says_what_it_is_and_what_reads_it():
    assert [(key.file, key.where, key.key) for key in KEYS if not (key.meaning and key.read_by)] == []


def test_no_words_stand_for_a_key_there_is_not():
    forms = {f"facts.toml {form}": set(names) for form, names in vocabulary.FORMS.items()}
    forms |= {f"tables/*.toml {form}": set(names) for form, names in parse.KEYS.items()}
    known = {(key.key, key.meaning) for key in KEYS}
    for owner, words in meanings().items():
        if owner in forms:
            assert set(words) == forms[owner]
        assert {(name, what) for name, (what, _reads) in words.items()} <= known, owner


def test_every_key_of_a_type_says_what_may_be_written():
    of_types = [key for key in KEYS if key.file not in {"facts.toml", "tables/*.toml"}]
    assert [(key.where, key.key) for key in of_types if not key.values] == []
    limits = {key.key: key.values for key in KEYS if key.where == "[term]"}
    assert limits["notice_months"] == "a whole number, at least 1"


def test_units_processes_and_kinds_of_case_are_those_there_are():
    shown = WHOLE.to_json()
    assert [one["unit"] for one in shown["units"]] == list(UNITS)
    assert [one["name"] for one in shown["processes"]] == list(PROCESSES.names)
    assert {case.kind for a in load_all().agreements.values() for case in a.cases} <= set(WHOLE.cases)
    assert {"key": "daily-rate", "units": ["SEK per day"], "read_by": ["the settlement"]} in shown["figures"]


def test_the_page_holds_every_key():
    text = page(WHOLE)
    assert [key for key in KEYS if f"| `{key.key}`" not in text] == []
