"""What a refused reader is told: the decision with its paragraph, never whether what was asked for exists."""

from django.core.exceptions import PermissionDenied

from brygga.access import GROUNDS, Decision
from brygga.process import Branch
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import branch_of


class Refused(PermissionDenied):
    """A reading or writing about a person that is not allowed. The page that tells it is `people/refused.html`.

    `person` is the person's number where the reader knows already whom it is about, for the ways on that lead there.
    """

    def __init__(self, decision: Decision, person: int | None = None) -> None:
        self.decision, self.person = decision, person
        super().__init__(decision.ground.id)


def no_relation(assignment: Assignment) -> Decision:
    """The one answer to whoever has no part in a person's care: the same whether there is such a person or not."""
    is_social = branch_of(assignment.unit.role) is Branch.SOCIAL_CARE
    ground = GROUNDS["no-relation-social" if is_social else "no-relation"]
    return Decision(ground, ground.clause)
