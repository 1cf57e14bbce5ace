"""The figures of an agreement that the settlement reads, each with the unit that it counts in."""

from brygga.agreements.figures import FigureForm, FigureUse

WHOLE_DAYS = FigureUse(("calendar days",), FigureForm.WHOLE)

FIGURES = {
    "payment-liability-model": FigureUse(("model",), FigureForm.WORD),
    "mean-limit-days": FigureUse(("calendar days",), FigureForm.NUMBER),
    "individual-after-days": WHOLE_DAYS,
    "individual-free-days": WHOLE_DAYS,
    "first-chargeable-days": WHOLE_DAYS,
    "first-chargeable-days-late": WHOLE_DAYS,
    "late-notice-after": FigureUse(("time of day",), FigureForm.CLOCK),
    "discharge-day-charged": FigureUse(("boolean",), FigureForm.YES_NO),
    "admission-notice-hours": FigureUse(("hours",), FigureForm.WHOLE),
    "sip-call-days": WHOLE_DAYS,
    "daily-rate": FigureUse(("SEK per day",), FigureForm.WHOLE),
}
