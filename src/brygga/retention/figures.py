"""The figures of the acts by which records are kept and destroyed."""

from brygga.agreements.figures import FigureForm, FigureUse
from brygga.retention.records import RecordKind

YEARS = {
    RecordKind.PATIENT: "record-retention-years",
    RecordKind.SOCIAL: "social-record-retention-years",
    RecordKind.PRIVATE_SOCIAL: "private-social-record-retention-years",
}
"""Where the period of each kind stands. Of what is neither the acts set none."""

SAMPLE_DAYS, SAMPLE_AREAS = "research-sample-birth-days", "research-sample-areas"

FIGURES = {
    **{key: FigureUse(("years",), FigureForm.WHOLE) for key in YEARS.values()},
    SAMPLE_DAYS: FigureUse(("days of the month",), FigureForm.WORD),
    SAMPLE_AREAS: FigureUse(("area codes",), FigureForm.WORD),
}
