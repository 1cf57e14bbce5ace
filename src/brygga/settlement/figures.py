"""The figures of an agreement that the settlement reads, each with the unit that it counts in."""

from brygga.agreements.figures import FigureForm, FigureUse

WHOLE_DAYS = FigureUse(("calendar days",), FigureForm.WHOLE)

FIGURES = {
    "admission-notice-hours": FigureUse(("hours",), FigureForm.WHOLE),
    "sip-call-days": WHOLE_DAYS,
    "daily-rate": FigureUse(("SEK per day",), FigureForm.WHOLE),
}
