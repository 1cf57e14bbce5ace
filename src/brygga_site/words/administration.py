"""The words for kinds of unit and purposes, for what an import does, and for why an administrator is refused."""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

KINDS = {
    "ward": gettext_lazy("Ward"),
    "health-centre": gettext_lazy("Health centre"),
    "home-care": gettext_lazy("Municipal health care"),
    "case-officers": gettext_lazy("Social services"),
    "dental": gettext_lazy("Dental care"),
    "office": gettext_lazy("Collaboration office"),
}
"""Kinds of unit."""

PURPOSES = {
    "care": gettext_lazy("Care and treatment"),
    "social-care": gettext_lazy("Social care"),
    "administration": gettext_lazy("Administration"),
    "log-review": gettext_lazy("Review of the log"),
    "assignments": gettext_lazy("Units and assignments"),
}
"""What an assignment is for."""

STEPS = {
    "unit-opened": gettext_lazy("Units opened"),
    "unit-changed": gettext_lazy("Units changed"),
    "staff-registered": gettext_lazy("Staff registered"),
    "staff-changed": gettext_lazy("Staff changed"),
    "assignment-given": gettext_lazy("Assignments given"),
    "assignment-changed": gettext_lazy("Assignments changed or ended"),
}

CHANGES = {
    "assignment": gettext_lazy("Assignment"),
    "assignment-days": gettext_lazy("Longer assignment"),
    "account": gettext_lazy("Changed account"),
    "import": gettext_lazy("Import of a file"),
    "stand-in": gettext_lazy("The region approves"),
    "one-time-code": gettext_lazy("One-time code"),
    "key": gettext_lazy("Key for a program"),
}
"""What takes two administrators."""

FIELDS = {
    "unit": gettext_lazy("Unit"),
    "purpose": gettext_lazy("Purpose"),
    "title": gettext_lazy("Title"),
    "from_day": gettext_lazy("First day"),
    "to_day": gettext_lazy("Last day"),
    "hsa_id": gettext_lazy("HSA-id"),
    "identity_number": gettext_lazy("Personal identity number"),
    "username": gettext_lazy("User name"),
    "name": gettext_lazy("Name"),
    "scope": gettext_lazy("Allowed"),
    "last_day": gettext_lazy("Last day"),
    "factors": gettext_lazy("Second factors are removed"),
    "region": gettext_lazy("Region"),
}
"""What a change is made of."""

FACTORS = {
    "password": gettext_lazy("password"),
    "one-time code": gettext_lazy("one-time code"),
    "authenticator app": gettext_lazy("authenticator app"),
    "passkey": gettext_lazy("passkey"),
    "recovery code": gettext_lazy("recovery code"),
    "identity provider": gettext_lazy("the organisation's sign-in"),
}
"""How somebody has shown who they are."""

REFUSALS = (
    _("units and assignments are kept by the organisation's own administrator"),
    _("the unit is another organisation's"),
    _("such an organisation has no unit of kind {kind} for you; it can be: {kinds}"),
    _("you act at this unit; an administrator at another of your units closes it"),
    _("the unit is closed and gets no new assignments"),
    _("a unit of kind {kind} has no assignment for {purpose}; it can be for: {purposes}"),
    _("nobody gives, changes or ends their own assignments; ask another administrator"),
    _("the unit is closed; no program acts there"),
    _("no program acts under an assignment for {purpose}; it can be for: {purposes}"),
    _("nobody changes their own account here; ask another administrator"),
    _("another organisation keeps this account; you give and end assignments at your units"),
    _("{name} has an assignment from another organisation; whoever runs the site makes the code"),
    _("“{given}” is no HSA-id: write SE, ten digits, a hyphen, then letters and digits"),
    _("“{given}” is no personal identity number: write YYYYMMDD-NNNN and check every digit"),
    _("“{given}” is no organisation number: write NNNNNN-NNNN and check every digit"),
    _("no municipality has the code “{given}”: write four digits, such as 1480"),
    _("“{given}” is no name of a part of a municipality: write it in letters"),
    _("“{given}” is neither yes nor no; write ja or nej"),
    _("this must be filled in"),
    _("no unit has the id “{given}”; look at the id, or give name, kind and municipality to open one"),
    _("this is longer than {longest} characters"),
    _("this holds characters that cannot be shown; write it anew"),
    _("a user name holds letters, digits and . @ + - _ alone, and no blanks"),
    _("the last day, {to_day}, is before the first, {from_day}"),
    _("the last day, {to_day}, has passed; end the assignment at once instead"),
    _("the year is to be from {first} to {last}; leave the last day empty where there is none"),
    _("the account of {name} is deactivated; activate it first"),
    _("the assignment has already ended; give a new one"),
    _("there is already an assignment with the HSA-id {hsa_id}"),
    _("{name} already has such an assignment at the unit in these days"),
    _("somebody already has the user name {username}"),
    _("somebody has had the user name {username}, and it stands in the log: choose another"),
    _("somebody already has the HSA-id {hsa_id}"),
    _("there is already a unit with the HSA-id {hsa_id}"),
    _("there is no contract with {provider}; add the provider first"),
    _("nobody is known by this; register the person first"),
    _("none of your units has this HSA-id; choose one from the list"),
    _("the file holds no rows below its headings"),
    _("the file is larger than 2 MB; divide it"),
    _("the file is no text; save it as “CSV UTF-8”"),
    _("the file has more than {most} rows; divide it"),
    _("the line cannot be read; look for a quotation mark that is opened and not closed"),
    _("the line has more cells than there are headings"),
    _("there is no column “{written}”; see the list of columns"),
    _("the column stands twice"),
    _("the first line names no column by which a unit or a person is known; begin from the example file"),
    _("the line names neither a unit nor a person"),
    _("an assignment needs both a unit and a person on the line"),
    _("an earlier line says “{earlier}”; let them agree"),
    _("an earlier line gives the same assignment with another title or last day"),
    _("“{given}” is no day; write it as 2026-12-31"),
    _("“{given}” is no kind of unit; write one of: {known}"),
    _("“{given}” is no purpose; write one of: {known}"),
    _("no municipality is called “{given}”; write its name or its four digits, such as 1480"),
    _("a unit's kind cannot be changed; close it and open another"),
    _("who runs a unit cannot be changed; close it and open another"),
    _("{name} has the user name {username}; change it on the person's page"),
    _("the assignment was ended at once; remove the line, or give it anew on the page"),
    _("the assignment has another HSA-id; end it and give a new one"),
    _("a key holds from today on and at most {days} days"),
    _("the key is another organisation's"),
    _("the organisation has two administrators, who appoint the next"),
    _("an administrator is known by an identity number or an HSA-id; give one"),
    _("{name} has the same number; one person is not two"),
    _("you asked for this yourself; another administrator approves it"),
    _("this is about yourself; another administrator approves it"),
    _("you and {name} are one person by the identity number; one is not two"),
    _("Brygga cannot tell that you and {name} are two people: an identity number or HSA-id is missing"),
    _("another organisation's administrator approves this"),
    _("another administrator approves or declines this"),
    _("another organisation asked for this"),
    _("this no longer waits"),
    _("whoever asked for this is no longer an administrator; decline it"),
    _("something has changed since this was asked for; decline it, and let it be asked for anew"),
    _("the file would no longer do what was asked for; decline it, and let it be imported anew"),
    _("no region here can approve for your organisation"),
)
