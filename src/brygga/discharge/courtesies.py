"""What units are asked to say in a discharge though neither the acts nor any agreement here order it said."""

from brygga.agreements import Courtesy, Deadline
from brygga.process import Role, Words

_MUNICIPAL = (str(Role.MUNICIPAL_HEALTH_CARE), str(Role.SOCIAL_SERVICES))
_WARD = (str(Role.INPATIENT_CARE),)
_OUTSIDE = (str(Role.OUTPATIENT_CARE), *_MUNICIPAL)
_ANSWERS = ("planning-basis", "care-request-returned")
_EVERYBODY = tuple(map(str, (Role.INPATIENT_CARE, Role.OUTPATIENT_CARE))) + _MUNICIPAL


def courtesies(words: Words) -> tuple[Courtesy, ...]:
    """The courtesies, called as the words have them.

    2017:612 has the municipality plan (2:6) and pay (5:4), but not say from when it can receive; nor does it order an
    answer to a question, or services at home paused. An agreement that does gives a duty of the same id.
    """

    def asked(id: str, by: tuple[str, ...], arises: str, *done_by: str, **more: object) -> Courtesy:
        phrase, deadline = words.courtesies[id], Deadline(promptly=True, after=arises)
        return Courtesy(
            id=id,
            process="discharge",
            label=phrase.sv,
            label_en=phrase.en,
            owed_by=by,
            arises=arises,
            done_by=done_by,
            deadline=deadline,
            **more,
        )

    return (
        asked("say-when-home-is-ready", _MUNICIPAL, "home-unanswered", "can-receive", until="discharged", shows=True),
        asked("answer-question", _EVERYBODY, "question", "answer", shows=True),
        asked("pause-home-services", _MUNICIPAL, "admission-notice", "home-services-paused", until="discharged"),
        asked("resume-home-services-for-leave", _MUNICIPAL, "leave", "home-services-resumed", until="leave-ends"),
        asked("pause-home-services-again", _MUNICIPAL, "leave-over", "home-services-paused", until="discharged"),
        asked("resume-home-services", _MUNICIPAL, "home-again", "home-services-resumed"),
        asked("tell-back", _WARD, "wrongly-told", "told-back"),
        asked("tell-another-instead", _WARD, "to-tell-instead", "notice-supplement", until="discharged"),
        asked("send-care-request", _WARD, "care-request-awaited", "care-request", until="discharged"),
        asked("send-care-request-anew", _WARD, "care-request-returned", "care-request", until="discharged"),
        asked("answer-care-request", _OUTSIDE, "care-request", *_ANSWERS, until="discharged", shows=True),
        asked(
            "say-when-outpatient-is-there",
            (str(Role.OUTPATIENT_CARE),),
            "outpatient-awaited",
            "outpatient-interventions",
            until="discharged",
        ),
    )
