"""The plan as its person takes it home: what was agreed last, and nothing that nobody has promised."""

from brygga.careplan.draft import Goal, PlanVersion
from brygga.careplan.state import CarePlan
from brygga.process import CasePaper, PaperLine, PaperSection, UnitName, line


def paper(state: CarePlan) -> CasePaper | None:
    """The version that holds; None before one is agreed, and once the plan is over."""
    version = state.holds_now
    if version is None:
        return None
    sections = (
        PaperSection((PaperLine("yours"), *line("agreed-on", version.agreed_at, version.agreed_by))),
        _matters(state),
        PaperSection((PaperLine("goals-below"),), "goals"),
        *(_goal(goal, version) for goal in version.goals),
        _contact(state),
        _worse(state),
        PaperSection((PaperLine("follow-up-below"), *line("follow-up-on", state.follow_up)), "follow-up"),
        PaperSection((PaperLine("change-mind"), PaperLine("who-reads"), PaperLine("ask")), "rights"),
    )
    return CasePaper("contract" if state.is_contract else "plan", tuple(one for one in sections if one.lines))


def _matters(state: CarePlan) -> PaperSection:
    said = state.prepared
    if said is None:
        return PaperSection(())
    child = line("childs-view", said.childs_view) if state.is_child else ()
    lines = line("", said.matters) + child + line("manage", said.resources) + line("wish", said.wishes)
    return PaperSection(lines + line("worry", said.worries), "matters")


def _goal(goal: Goal, version: PlanVersion) -> PaperSection:
    done = tuple(
        made
        for one in version.interventions
        if one.goal == goal.number
        for made in line("does", one.what, one.who, UnitName(one.unit), one.where)
        + line("from", one.from_day, detail=True)
        + line("until", one.until, detail=True)
        + line("measured", one.how_measured, detail=True)
    )
    others = tuple(
        made
        for one in version.others
        if one.goal == goal.number
        for made in line("others", one.what, one.by, one.who) + line("from", one.from_day, detail=True)
    )
    return PaperSection(done + others or (PaperLine("nothing-yet"),), own=goal.text)


def _contact(state: CarePlan) -> PaperSection:
    contact, safety = state.contact, state.safety
    lines = line("ask-whom", contact.contact, UnitName(state.coordinator or "")) if contact else ()
    lines += line("telephone", contact.telephone) if contact else ()
    return PaperSection(lines + (line("night", safety.night, safety.night_telephone) if safety else ()), "contact")


def _worse(state: CarePlan) -> PaperSection:
    safety = state.safety
    if safety is None:
        return PaperSection((), "worse")
    return PaperSection(
        line("signs", safety.signs) + line("I", safety.person_does) + line("they", safety.others_do), "worse"
    )
