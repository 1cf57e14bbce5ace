"""The stay of a made-up case, as the files hold it."""

from datetime import datetime

from brygga.discharge import Stay
from brygga.synthetic import MadeCase
from brygga.synthetic.discharge.stays import is_discharge, state_of, stay_in


def stay_told(case: MadeCase, now: datetime) -> Stay | None:
    return stay_in(case, state_of(case, now)) if is_discharge(case) else None
