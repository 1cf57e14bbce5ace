"""Whatever somebody does to entries, seals and told rows in the database is found against a head exported before.

How many are tried is BRYGGA_MUTATIONS: `BRYGGA_MUTATIONS=10000 python -m pytest tests/site/test_trail_mutations.py`.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.trail import sql, undone
from tests.tries import count_of

from brygga.process import FreeMessage
from brygga_site.append_only import TABLES
from brygga_site.cases.actions import say
from brygga_site.cases.models import Case, Message
from brygga_site.trail import actions, digests, heads, reads, rows, signing
from brygga_site.trail.inspecting import verified
from brygga_site.trail.models import Entry, Seal, Subject
from brygga_site.trail.stored import told_in

pytestmark = pytest.mark.django_db
MUTATIONS = count_of("MUTATIONS", 120)


@pytest.fixture
def head(cast: Cast, notified: Case) -> heads.Head:
    """Some twenty entries under six seals, and a case of eight messages; the triggers taken away."""
    now = timezone.now()
    actions.seal(now)
    for number in range(2, 8):
        say(cast.anna, notified.pk, FreeMessage(text=f"hej {number}"), number, f"k{number}", now)
        if number % 2:
            signed_in(cast.boris).get("/board")
            signed_in(cast.david).get(f"/cases/{notified.pk}")
        actions.seal(now + timedelta(minutes=number))
    for table in TABLES.values():
        table.remove(connection)
    return heads.head_of(reads.seals(reads.newest()))


Mutation = Callable[[Random], list[str]]


def change_message(chance: Random) -> list[str]:
    key = chance.choice(_keys(Message))
    text = chance.choice(
        ["kind = 'note'", "part = 'x'", "idempotency_key = 'other'", "sequence = 99", "unit_id = unit_id + 1"]
    )
    more = ['content = \'{"text": "something else"}\'', "sent_at = '2020-01-01 00:00:00'", "assignment_id = NULL"]
    return [f"UPDATE cases_message SET {chance.choice([text, *more])} WHERE id = {key}"]


def change_case(chance: Random) -> list[str]:
    others = ["municipality = '0180'", "agreement = 'gotland'", "process = 'deviation'", "person_id = NULL"]
    column = chance.choice([*others, "opened_at = '2020-01-01 00:00:00'"])
    return [f"UPDATE cases_case SET {column}"]


def remove_messages(chance: Random) -> list[str]:
    keys = ", ".join(map(str, chance.sample(_keys(Message), chance.choice((1, 1, 2, 8)))))
    gone = f"(SELECT id FROM cases_message WHERE id IN ({keys}))"
    return [f"DELETE FROM cases_receipt WHERE message_id IN {gone}", f"DELETE FROM cases_message WHERE id IN ({keys})"]


def insert_message(chance: Random) -> list[str]:
    names = [f'"{field.column}"' for field in rows.columns_of(Message)]
    new = {'"sequence"': str(chance.randrange(50, 90)), '"idempotency_key"': "'new'"}
    values = ", ".join(new.get(name, name) for name in names)
    key, like = chance.choice([-5, 5000, 2**40]), chance.choice(_keys(Message))
    row = f"SELECT {key}, {values} FROM cases_message WHERE id = {like}"
    return [f"INSERT INTO cases_message (id, {', '.join(names)}) {row}"]


def swap_messages(chance: Random) -> list[str]:
    one, other = chance.sample(_keys(Message), 2)
    moved = [f"UPDATE cases_message SET id = {to} WHERE id = {of}" for of, to in ((one, -1), (other, one), (-1, other))]
    return ["DELETE FROM cases_receipt", *moved]


def swap_texts(chance: Random) -> list[str]:
    one, other = chance.sample(list(Message.objects.filter(kind="free-message")), 2)
    pairs = ((one.pk, other.content["text"]), (other.pk, one.content["text"]))
    return [f'UPDATE cases_message SET content = \'{{"text": "{text}"}}\' WHERE id = {key}' for key, text in pairs]


def change_entry(chance: Random) -> list[str]:
    """Any column, the digest left; or with a digest that is right again."""
    number, column = chance.choice(_keys(Entry)), chance.choice([*reads.TEXTS, "told", "digest"])
    value = chance.choice(["'x'", f"'{chance.getrandbits(40)}'"])
    return [f"UPDATE trail_entry SET {column} = {value} WHERE sequence = {number}", *_right_again(chance, number)]


def tell_otherwise(chance: Random) -> list[str]:
    """A message is changed, and its entry tells of it as it is now, with a digest that is right."""
    message = chance.choice(list(Message.objects.all()))
    entry = Entry.objects.get(told__contains=f'["cases_message",{message.pk},')
    message.content = {"text": "something else"}
    told = rows.told_text([message], [digests.FIRST])
    entry.told = told
    persons = list(Subject.objects.filter(entry=entry).order_by("person").values_list("person", flat=True))
    digest = digests.entry_digest(reads.content(entry, persons))
    return [
        f'UPDATE cases_message SET content = \'{{"text": "something else"}}\' WHERE id = {message.pk}',
        f"UPDATE trail_entry SET told = '{told}', digest = '{digest}' WHERE sequence = {entry.pk}",
    ]


def remove_entries(chance: Random) -> list[str]:
    first = chance.choice(_keys(Entry))
    which = chance.choice([f"= {first}", f">= {first}", f"BETWEEN {first} AND {first + 2}"])
    return [f"DELETE FROM trail_subject WHERE entry_id {which}", f"DELETE FROM trail_entry WHERE sequence {which}"]


def truncate(chance: Random) -> list[str]:
    """The end is cut off: entries, seals, and the messages they told of."""
    seal = chance.choice(_keys(Seal))
    told = [
        key
        for entry in Entry.objects.filter(pk__gte=seal)
        for table, key, _ in rows_told(entry)
        if table == "cases_message"
    ]
    keys = ", ".join(map(str, told)) or "-1"
    return [
        f"DELETE FROM trail_seal WHERE first >= {seal}",
        f"DELETE FROM trail_subject WHERE entry_id >= {seal}",
        f"DELETE FROM trail_entry WHERE sequence >= {seal}",
        f"DELETE FROM cases_receipt WHERE message_id IN ({keys})",
        f"DELETE FROM cases_message WHERE id IN ({keys})",
    ]


def rows_told(entry: Entry) -> list[tuple[str, int, str]]:
    return list(told_in(entry.told)) if entry.told else []


def change_seal(chance: Random) -> list[str]:
    column = chance.choice(["head", "previous", "at", "key", "signature", "last"])
    # A value that no seal has: the first has zeros before it.
    others = {"last": "last + 100", "at": "'2020-01-01 00:00:00'"}
    value = others.get(column) or chance.choice(["'x'", "''", f"'{chance.getrandbits(256):064x}'"])
    return [f"UPDATE trail_seal SET {column} = {value} WHERE first = {chance.choice(_keys(Seal))}"]


def remove_seals(chance: Random) -> list[str]:
    return [f"DELETE FROM trail_seal WHERE first {chance.choice(['=', '>='])} {chance.choice(_keys(Seal))}"]


def insert_entry(chance: Random) -> list[str]:
    """One that never was, far off or with a number between; or about one more person."""
    like = chance.choice(_keys(Entry))
    if chance.random() < 0.5:
        return [f"INSERT INTO trail_subject (person, entry_id) VALUES (9{chance.randrange(999)}, {like})"]
    names = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields if field.column != "sequence")
    number = max(_keys(Entry)) + chance.randrange(1, 9)
    row = f"SELECT {number}, {names} FROM trail_entry WHERE sequence = {like}"
    return [f"INSERT INTO trail_entry (sequence, {names}) {row}"]


def _right_again(chance: Random, number: int) -> list[str]:
    if chance.random() < 0.5:
        return []
    return [f"UPDATE trail_entry SET digest = '{chance.getrandbits(256):064x}' WHERE sequence = {number}"]


def _keys(model: type) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


EACH: tuple[Mutation, ...] = (
    *(change_case, change_message, remove_messages, insert_message, swap_messages, swap_texts, tell_otherwise),
    *(change_entry, remove_entries, truncate, change_seal, remove_seals, insert_entry),
)


def test_every_mutation_of_entries_seals_and_messages_is_found(head: heads.Head, capsys: pytest.CaptureFixture) -> None:
    chance, now = Random(2026), timezone.now() + timedelta(hours=1)
    assert verified(now, head)[0].findings == ()
    assert signing.trusted() >= set(head.keys)
    tried, kinds = Counter[str](), Counter[str]()
    while tried.total() < MUTATIONS:
        mutate = EACH[tried.total() % len(EACH)]
        with undone():
            try:
                statements = mutate(chance)
                sql(*(["SET CONSTRAINTS ALL DEFERRED"] if connection.vendor == "postgresql" else []), *statements)
            except DatabaseError:
                # A constraint has refused it.
                continue
            found = verified(now, head)[0].findings
            assert found, statements
            kinds.update(f"{one.kind}{' of a row' if one.what else ''}" for one in found)
        tried[mutate.__name__] += 1
    with capsys.disabled():
        print(f"\n{tried.total()} mutations on {connection.vendor}, all found: {dict(tried)}; findings {dict(kinds)}")
