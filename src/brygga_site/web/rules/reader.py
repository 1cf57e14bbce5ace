"""Reads addresses that ask about responsibility, and says what is wrong in them and what is nearest."""

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.agreements import Agreement, Registry
from brygga.identities.places import Municipality
from brygga.rules import Fact, Table
from brygga.rules.clock import moment_in
from brygga.rules.facts import Scalar
from brygga_site.agreements import known, registry
from brygga_site.web.rules.address import (
    LONGEST,
    NOT_FACTS,
    UNKNOWN,
    AddressFault,
    AskedSituation,
    agreement_for,
    choosable,
    written,
)
from brygga_site.words.rules import say


def asked(query: QueryDict) -> AskedSituation:
    """What an address asks, with every fault in it."""
    return _Reader(query, registry()).asked()


class _Reader:
    def __init__(self, query: QueryDict, agreements: Registry) -> None:
        self.query, self.registry, self.faults = query, agreements, list[AddressFault]()

    def asked(self) -> AskedSituation:
        named, code = self._one("agreement"), self._one("municipality")
        if named in self.registry.places.municipalities:
            named, code = "", named
        municipality = self._municipality(code) if code else None
        agreement = self._agreement(named) if named else None
        if municipality and not agreement and not self.faults:
            agreement = agreement_for(municipality.code, self._one("table"), self.registry)
        if municipality and agreement and not agreement.is_party(municipality.code):
            self._conflict(municipality, agreement)
        self.words = (agreement and agreement.vocabulary) or self.registry.every_word
        self.on = self._day()
        table = self._table(agreement) if agreement else None
        given = dict(self._facts(table))
        moved = bool(municipality and not named)
        brought = frozenset(self._one("brought").split()) & given.keys()
        ask = self._ask()
        return AskedSituation(agreement, municipality, table, given, ask, tuple(self.faults), moved, self.on, brought)

    def _one(self, key: str) -> str:
        """What was written for a key; nothing written counts as nothing said."""
        values = list(dict.fromkeys(value.strip() for value in self.query.getlist(key) if value.strip()))
        if len(values) > 1:
            message = _("“%(key)s” stands more than once with different values. Give one.") % {"key": key[:LONGEST]}
            self.faults.append(AddressFault(message))
        return values[0] if len(values) == 1 else ""

    def _agreement(self, named: str) -> Agreement | None:
        found = known(named)
        if found is None:
            message = _("There is no agreement and no municipality “%(given)s”.") % {"given": named[:LONGEST]}
            allowed = [(one.id, one.head.short) for one in choosable(self.registry)]
            names = {one.short: code for code, one in self.registry.places.municipalities.items()}
            near = nearest(named, [*self.registry.agreements, *names])
            self.faults.append(
                AddressFault(message, tuple(allowed), f"{names[near]} ({near})" if near in names else near)
            )
        return found

    def _municipality(self, code: str) -> Municipality | None:
        found = self.registry.places.municipalities.get(code)
        if found is None:
            message = _("There is no municipality with the code “%(given)s”.") % {"given": code[:LONGEST]}
            names = {one.short: key for key, one in self.registry.places.municipalities.items()}
            near = nearest(code, names)
            self.faults.append(AddressFault(message, near=f"{names[near]} ({near})" if near else ""))
        return found

    def _conflict(self, municipality: Municipality, agreement: Agreement) -> None:
        names = {"municipality": municipality.short, "agreement": agreement.head.short}
        message = _("%(municipality)s is not a party to %(agreement)s. Choose one or the other.") % names
        self.faults.append(AddressFault(message))

    def _table(self, agreement: Agreement) -> Table | None:
        name = self._one("table")
        if name and name not in agreement.tables:
            questions = self.registry.vocabulary.questions
            message = _("There is no question “%(given)s”.") % {"given": name[:LONGEST]}
            allowed = tuple((key, say(questions[key].label)) for key in questions if key in agreement.tables)
            self.faults.append(AddressFault(message, allowed, nearest(name, agreement.tables)))
            return None
        try:
            return agreement.table(name, self.on or timezone.localdate()) if name else None
        except LookupError:
            message = _("Brygga has no answer to this question for that day; it holds the rules of other days.")
            self.faults.append(AddressFault(message))
            return None

    def _day(self) -> date | None:
        """The day asked about, None for today."""
        written_day = self._one("on")
        try:
            return date.fromisoformat(written_day) if written_day else None
        except ValueError:
            message = _("“%(given)s” is no day. Write it as 2026-11-30.") % {"given": written_day[:LONGEST]}
            self.faults.append(AddressFault(message))
            return None

    def _ask(self) -> str:
        key = self._one("ask")
        if key and key not in self.words.facts:
            self._unknown_fact(key, None)
            return ""
        return key

    def _facts(self, table: Table | None) -> Iterator[tuple[str, Scalar | None]]:
        """What was said of each fact; words that only another agreement has are passed over."""
        for key in self.query:
            if key in NOT_FACTS:
                continue
            fact, value = self.words.facts.get(self.words.named(key)), self._one(key)
            if fact is None:
                if key not in self.registry.every_word.facts:
                    self._unknown_fact(key, table)
            elif value == UNKNOWN:
                yield fact.key, None
            elif value:
                yield from self._value(fact, value)

    def _value(self, fact: Fact, value: str) -> Iterator[tuple[str, Scalar]]:
        known = {written(one.key): one for one in fact.values}
        if value in known:
            yield fact.key, known[value].key
            return
        if any(value == written(one.key) for one in self.registry.every_word.facts[fact.key].values):
            return
        if fact.is_clock and moment_in(value):
            yield fact.key, value
            return
        understood = fact.understood(value)
        if understood in fact.bits and understood.__class__ is fact.values[0].key.__class__:
            yield fact.key, understood
            return
        names = {"fact": say(fact.label), "given": value[:LONGEST]}
        if fact.is_number:
            names |= {"first": fact.values[0].key, "last": fact.values[-1].key}
            message = _("%(fact)s: “%(given)s” cannot be used. Give whole years from %(first)s to %(last)s.") % names
            self.faults.append(AddressFault(message))
            return
        message = _("%(fact)s: there is no answer “%(given)s”.") % names
        allowed = tuple((key, say(one.label)) for key, one in known.items())
        self.faults.append(AddressFault(message, allowed, nearest(value, known)))

    def _unknown_fact(self, key: str, table: Table | None) -> None:
        message = _("There is no fact “%(given)s”.") % {"given": key[:LONGEST]}
        allowed = tuple((fact.key, say(fact.label)) for fact in table.facts) if table else ()
        self.faults.append(AddressFault(message, allowed, nearest(key, self.words.facts)))


def nearest(given: str, known: Iterable[str]) -> str:
    """The nearest spelling, empty where nothing is near."""
    return next(iter(get_close_matches(given, list(known), 1)), "")
