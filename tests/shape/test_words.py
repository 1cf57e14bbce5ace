"""Everything that a decision about access can say has its words on the pages."""

from brygga import access
from brygga.access import messages as say
from brygga.access.grounds import DataKind, Way
from brygga_site.words import access as words_access


def test_every_ground_has_words_and_every_refusal_is_a_sentence() -> None:
    assert set(words_access.GROUNDS) == set(access.GROUNDS)
    refusals = [one.id for one in access.GROUNDS.values() if not one.allows]
    assert [name for name in refusals if not str(words_access.GROUNDS[name]).endswith(".")] == []


def test_every_way_on_has_words() -> None:
    assert set(words_access.WAYS) == {way.value for way in Way}
    assert set(words_access.WAY_LINKS) < set(words_access.WAYS)


def test_every_statement_has_words() -> None:
    for table in (words_access.STATED, words_access.TO_STATE, words_access.EXPLAINED):
        assert set(table) == set(access.BODIES)


def test_everything_that_a_statement_holds_has_words() -> None:
    titles = {info.title for body in access.BODIES.values() for info in body.model_fields.values()}
    assert titles - set(words_access.FIELDS) == set()
    choices = {one.value for kind in (say.Speaker, say.How, say.BlockLevel, say.LiftGround, DataKind) for one in kind}
    assert choices - set(words_access.CHOICES) == set()
