"""Swedish time: local wall clock, deadlines, months and periods, days off."""

from brygga.calendars.days_off import is_day_off, is_weekend_or_holiday
from brygga.calendars.deadlines import end_of_day, hours_after, local, local_date
from brygga.calendars.periods import YEARS, Month, Period, add_months

__all__ = ["YEARS", "Month", "Period", "add_months", "end_of_day", "hours_after", "is_day_off", "is_weekend_or_holiday"]
__all__ += ["local", "local_date"]
