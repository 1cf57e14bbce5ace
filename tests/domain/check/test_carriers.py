"""What in Brygga carries clauses out."""

from tests.domain.agreements.folders import changed, write

from brygga import access
from brygga.agreements import CarrierKind, load_all
from brygga.check import carried_out_by, links
from brygga.check.carriers import problems

REGISTRY = load_all()
CLAUSES = "county/clauses.toml"


def found(tmp_path, name: str, *changes: tuple[str, str]) -> list[str]:
    registry = load_all(write(tmp_path, changed(name, *changes)))
    return [str(problem) for agreement in registry.agreements.values() for problem in problems(agreement)]


def test_every_clause_is_linked_to_each_thing_that_carries_it():
    expected = sum(len(clause.carried_by) for a in REGISTRY.agreements.values() for clause in a.clauses)
    assert len(list(links(REGISTRY))) == expected


def test_a_message_carries_clauses_of_the_act_and_of_the_county():
    agreements = {link.agreement for link in carried_out_by(REGISTRY, CarrierKind.MESSAGE, "admission-notice")}
    assert {"sverige", "vastra-gotaland"} <= agreements


def test_a_thing_that_carries_nothing_has_no_links():
    assert carried_out_by(REGISTRY, CarrierKind.MESSAGE, "song") == ()


def test_nothing_is_wrong_with_what_carries_the_agreements():
    assert [str(problem) for a in REGISTRY.agreements.values() for problem in problems(a)] == []


def test_a_message_that_brygga_has_not_got_is_named_with_the_nearest(tmp_path):
    assert found(tmp_path, CLAUSES, ('{ body = "sro" }', '{ message = "redy-notice" }')) == [
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no message 'redy-notice'; "
        "did you mean 'ready-notice'?"
    ]


def test_a_ground_of_access_that_brygga_has_not_got_is_named_with_the_nearest(tmp_path):
    assert found(tmp_path, CLAUSES, ('{ body = "sro" }', '{ access = "gardian" }')) == [
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no access 'gardian'; did you mean 'guardian'?"
    ]


def test_a_statement_about_a_persons_wishes_carries_clauses_as_messages_do(tmp_path):
    assert found(tmp_path, CLAUSES, ('{ body = "sro" }', '{ message = "block-lifted" }')) == []


def test_every_name_that_clauses_may_give_access_carries_some_clause():
    given = {link.carrier.ref for link in links(REGISTRY) if link.carrier.kind is CarrierKind.ACCESS}
    assert given == set(access.CARRIED)


def test_a_rule_of_settlement_that_brygga_has_not_got_is_named(tmp_path):
    assert found(tmp_path, CLAUSES, ('{ body = "sro" }', '{ settlement = "xyz" }')) == [
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no settlement 'xyz'"
    ]
