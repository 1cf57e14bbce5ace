"""Two people where two are promised: two accounts of one human are one."""

import pytest

from brygga.access.administration import NotAdministered
from brygga.access.approval import AccountHolder, are_two, check_two

HUGO = AccountHolder(1, "Hugo", "201801042381", "SE0000000000-P1")


@pytest.mark.parametrize(
    ("other", "two"),
    [
        (AccountHolder(2, "Ines", "201301022388", "SE0000000000-P2"), True),
        (AccountHolder(2, "Ines", "201301022388"), True),
        (AccountHolder(2, "Ines", hsa_id="SE0000000000-P2"), True),
        (AccountHolder(1, "Hugo", "201301022388"), False),
        (AccountHolder(2, "Hugo igen", "201801042381", "SE0000000000-P2"), False),
        (AccountHolder(2, "Hugo igen", "201301022388", "se0000000000-p1"), False),
        (AccountHolder(2, "Okänd"), False),
    ],
)
def test_two_are_two_when_a_number_that_both_have_differs(other: AccountHolder, two: bool) -> None:
    assert (are_two(HUGO, other), are_two(other, HUGO)) == (two, two)


def test_one_with_a_personal_number_alone_and_one_with_an_hsa_id_alone_cannot_be_told_apart() -> None:
    one, other = AccountHolder(1, "Ett", "201801042381"), AccountHolder(2, "Två", hsa_id="SE0000000000-P2")
    with pytest.raises(NotAdministered, match="cannot tell"):
        check_two(one, other)


@pytest.mark.parametrize("subject", [AccountHolder(2, "Ines"), AccountHolder(3, "Ines två", "201301022388")])
def test_whom_it_is_about_does_not_approve_by_account_or_by_number(subject: AccountHolder) -> None:
    ines = AccountHolder(2, "Ines", "201301022388")
    with pytest.raises(NotAdministered, match="about yourself"):
        check_two(HUGO, ines, subject)
