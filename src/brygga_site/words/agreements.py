"""The words on the pages for what agreements name: kinds, levels, whom a clause binds, how an agreement stands."""

from django.utils.translation import gettext_lazy as _

AGREEMENT_KINDS = {
    "agreement": _("Agreement"),
    "framework": _("Framework"),
    "routine": _("Routine"),
    "statute": _("Acts"),
}

SCOPES = {
    "responsibility": _("who is responsible"),
    "discharge": _("discharge"),
    "payment-liability": _("payment liability"),
    "collaboration": _("collaboration"),
    "primary-care": _("primary care"),
    "plans": _("plans"),
}

PART_KINDS = {
    "main": _("Main text"),
    "annex": _("Annex"),
    "strategy": _("Strategy"),
    "decision": _("Decision"),
    "statute": _("Act"),
    "preparatory": _("Preparatory work"),
}

LEVELS = {"binding": _("Binding"), "guiding": _("Guiding"), "background": _("Background")}

CLAUSE_KINDS = {
    "duty": _("Duty"),
    "right": _("Right"),
    "prohibition": _("Prohibition"),
    "condition": _("Condition"),
    "figure": _("Figure"),
    "definition": _("Definition"),
    "procedure": _("Procedure"),
    "purpose": _("Purpose"),
    "background": _("Background"),
}

STATES = {"unfinished": _("Unfinished in the source"), "contradictory": _("Contradicts itself in the source")}

STANDINGS = {
    "carried": _("Carried out by Brygga"),
    "label": _("Named, not carried out"),
    "pending": _("Waits for a later part of Brygga"),
    "statement": _("Needs nothing to carry it out"),
}

BOUND = {
    "region": _("Region"),
    "municipality": _("Municipality"),
    "inpatient-care": _("Inpatient care"),
    "outpatient-care": _("Outpatient care"),
    "health-centre": _("Health centre"),
    "municipal-health-care": _("Municipal health care"),
    "social-services": _("Social services"),
    "school": _("School"),
    "physician": _("Physician"),
    "named-care-contact": _("Named care contact"),
    "dental-care": _("Dental care"),
    "head-of-unit": _("Head of unit"),
    "care-provider": _("Care provider"),
    "social-provider": _("Provider of social services"),
    "staff": _("Staff"),
    "private-provider": _("Private provider"),
    "supplier": _("Supplier"),
    "person": _("The person"),
    "relative": _("Relatives"),
    "state": _("The state"),
    "authority": _("Authority"),
    "politicians": _("Politicians"),
    "other-party": _("Other parties"),
}

BODY_LEVELS = {
    "national": _("The country"),
    "county": _("The county"),
    "subregional": _("Part of the county"),
    "local": _("Local"),
    "authority": _("One authority"),
    "unit": _("One unit"),
}

SPHERES = {"political": _("political"), "management": _("management"), "operational": _("operational")}

ACTIONS = {
    "consulted": _("Answered the consultation"),
    "proposed": _("Proposed"),
    "recommended": _("Recommended"),
    "endorsed": _("Endorsed"),
    "adopted": _("Adopted"),
    "approved": _("Approved"),
    "revised": _("Revised"),
}

DOCUMENT_KINDS = {
    "guideline": _("Guideline"),
    "annex": _("Annex"),
    "routine": _("Routine"),
    "plan": _("Plan"),
    "agreement": _("Agreement"),
    "handbook": _("Handbook"),
    "form": _("Form"),
}

TERM_KINDS = {
    "fixed": _("Holds for a period and is renewed unless someone gives notice"),
    "rolling": _("Holds until someone gives notice"),
    "yearly": _("Is made anew each year"),
    "until-changed": _("Holds until it is changed"),
}

ONE_PARTYS_NOTICE = {
    "ends-for-all": _("When one party gives notice the agreement ends for all."),
    "leaves-alone": _("A party that gives notice leaves alone; the others stay."),
    "not-stated": _("What one party's notice does to the others is not stated."),
}

UNITS = {
    "areas": _("areas"),
    "percent": _("percent"),
    "posts": _("posts"),
    "months": _("months"),
    "years": _("years"),
    "persons": _("persons"),
    "hours": _("hours"),
    "hours per week": _("hours per week"),
    "units": _("units"),
    "days": _("days"),
    "calendar days": _("calendar days"),
    "weekdays": _("weekdays"),
    "weeks": _("weeks"),
    "minutes": _("minutes"),
    "SEK": _("kronor"),
    "SEK per day": _("kronor per day"),
    "age turned in the calendar year": _("years of age, turned in the calendar year"),
}
"""Units that are said after the number; the others need no word."""

MODELS = {"individual": _("patient by patient"), "mean": _("the month's mean per municipality")}
