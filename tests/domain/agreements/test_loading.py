"""A folder of agreements is loaded whole or not at all, and every fault of every file is said at once."""

import pytest
from tests.domain.agreements.folders import SOUND, changed, found, write

from brygga.agreements import InvalidAgreements, load_all

ACT, ACT_CLAUSES, PARAMETERS, DUTIES, CASES = (
    "act/agreement.toml",
    "act/clauses.toml",
    "act/parameters.toml",
    "act/duties.toml",
    "act/cases/term.toml",
)
COUNTY, CLAUSES = "county/agreement.toml", "county/clauses.toml"

BOUND = (
    "authority, care-provider, dental-care, head-of-unit, health-centre, inpatient-care, municipal-health-care, "
    "municipality, named-care-contact, other-party, outpatient-care, person, physician, politicians, private-provider, "
    "region, relative, school, social-provider, social-services, staff, state, supplier"
)
CAPABILITIES = (
    "adoption, bodies, compulsory, contacts, contracts, dental, deviation, discharge, dispute, division, enrolment, "
    "followup, implementation, initiatives, localplan, measures, medaids, opening, oralstats, othermun, palliative, "
    "physician, placecost, placement, plans, purchase, register, relatives, rights, roadmap, selfcare, sharedcosts, "
    "targetgroups, training, users, year"
)
CARRIERS = (
    "message, duty, settlement, parameter, term, parties, body, adoption, document, area, access, table, measure, "
    "statement, pending"
)


def carried_by(carrier: str) -> dict[str, str | None]:
    return changed(CLAUSES, ('{ body = "sro" }', carrier))


def after(name: str, text: str) -> dict[str, str | None]:
    return {name: f"{SOUND[name]}\n{text}"}


FAULTS = {
    "a folder without agreement.toml": ({COUNTY: None}, "county/agreement.toml: the file: this file is missing"),
    "a folder without clauses.toml": ({CLAUSES: None}, "county/clauses.toml: the file: this file is missing"),
    "a file that is no TOML": (
        {COUNTY: "id = "},
        "county/agreement.toml: the file: it is not readable TOML: Invalid value (at end of document)",
    ),
    "a clause file without clauses": ({CLAUSES: ""}, "county/clauses.toml: clause: this key is missing"),
    "a text where rows belong": (
        {CLAUSES: 'clause = "A.1"'},
        "county/clauses.toml: clause: give a list (found 'A.1')",
    ),
    "a clause without a heading": (
        changed(CLAUSES, ('heading = "Samråd"\n', "")),
        "county/clauses.toml: clause › 'A.1' › heading: this key is missing",
    ),
    "a clause with an unknown key": (
        changed(CLAUSES, ("heading = ", 'headings = "Samråd"\nheading = ')),
        "county/clauses.toml: clause › 'A.1' › headings: there is no such key here",
    ),
    "a source that renews itself": (
        changed(ACT, ('file = "law.md"', 'file = "law.md"\nrenews = "law"')),
        "act/agreement.toml: source › 'law' › renews: there is no other source 'law'",
    ),
    "a clause whose wording ends before it begins": (
        changed(CLAUSES, ("heading = ", "from = 2025-07-01\nto = 2025-06-30\nheading = ")),
        "county/clauses.toml: clause › 'A.1': to: the last day stands before the first",
    ),
    "clauses in a file and in a folder": (
        {"county/clauses/A.toml": SOUND[CLAUSES]},
        "county/clauses.toml: the file: clauses stand in this file or in the folder clauses, not in both",
    ),
    "a clause in the file of another part": (
        {CLAUSES: None, "county/clauses/B.toml": SOUND[CLAUSES]},
        "county/clauses/B.toml: clause › 'A.1' › part: 'A' is not the name of its file, 'B'",
    ),
    "a fault in the file of a part": (
        {CLAUSES: None, "county/clauses/A.toml": changed(CLAUSES, ('{ body = "sro" }', '{ body = "sso" }'))[CLAUSES]},
        "county/clauses/A.toml: clause › 'A.1' › carried_by: there is no body 'sso'; did you mean 'sro'?",
    ),
    "a clause id with a blank": (
        changed(CLAUSES, ('"A.1"', '"A 1"')),
        "county/clauses.toml: clause › 'A 1' › id: a clause id is letters, digits and hyphens parted by dots, "
        "for instance B.3.kommun.2 (found 'A 1')",
    ),
    "a clause of an unknown level": (
        changed(CLAUSES, ('"binding"', '"strict"')),
        "county/clauses.toml: clause › 'A.1' › level: Input should be 'binding', 'guiding' or 'background' "
        "(found 'strict')",
    ),
    "a clause of an unknown kind": (
        changed(CLAUSES, ('kind = "duty"', 'kind = "rule"')),
        "county/clauses.toml: clause › 'A.1' › kind: Input should be 'duty', 'right', 'prohibition', 'condition', "
        "'figure', 'definition', 'procedure', 'purpose' or 'background' (found 'rule')",
    ),
    "lines written in words": (
        changed(CLAUSES, ('lines = "1"', 'lines = "1 to 2"')),
        "county/clauses.toml: clause › 'A.1' › lines: lines are written 748-752 or 748 (found '1 to 2')",
    ),
    "lines from last to first": (
        changed(CLAUSES, ('lines = "1"', 'lines = "5-2"')),
        "county/clauses.toml: clause › 'A.1' › lines: the last line stands before the first (found '5-2')",
    ),
    "a binding clause that binds nobody": (
        changed(CLAUSES, ('["body:sro"]', "[]")),
        "county/clauses.toml: clause › 'A.1': binds: a binding or guiding clause says whom it binds",
    ),
    "a clause that binds someone unknown": (
        changed(CLAUSES, ('"body:sro"', '"ward"')),
        f"county/clauses.toml: clause › 'A.1' › binds › 1: a clause binds one of {BOUND}, or body:<id> (found 'ward')",
    ),
    "a clause that binds a body that is not declared": (
        changed(CLAUSES, ("body:sro", "body:sso")),
        "county/clauses.toml: clause › 'A.1' › binds: agreement.toml has no body 'sso'",
    ),
    "a clause that nothing carries": (
        carried_by(""),
        "county/clauses.toml: clause › 'A.1' › carried_by: give at least one",
    ),
    "a carrier of two keys": (
        carried_by('{ body = "sro", term = "notice" }'),
        f"county/clauses.toml: clause › 'A.1' › carried_by › 1: a carrier is a table of one key out of {CARRIERS}",
    ),
    "a carrier of an unknown kind": (
        carried_by('{ board = "sro" }'),
        f"county/clauses.toml: clause › 'A.1' › carried_by › 1: a carrier is a table of one key out of {CARRIERS}",
    ),
    "a clause that waits for what nobody is to build": (
        carried_by('{ pending = "later" }'),
        f"county/clauses.toml: clause › 'A.1' › carried_by › 1: a clause may wait for one of {CAPABILITIES}",
    ),
    "a statement without a reason": (
        carried_by('{ statement = " " }'),
        "county/clauses.toml: clause › 'A.1' › carried_by › 1: say what carries the clause",
    ),
    "an unfinished clause that does not say how": (
        changed(CLAUSES, ("binds = ", 'state = "unfinished"\nbinds = ')),
        "county/clauses.toml: clause › 'A.1': note: a clause that is unfinished or contradictory says how",
    ),
    "a body misspelt as a carrier": (
        carried_by('{ body = "sso" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no body 'sso'; did you mean 'sro'?",
    ),
    "a duty of the act misspelt as a carrier": (
        carried_by('{ duty = "calls" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no duty 'calls'; did you mean 'call'?",
    ),
    "a parameter that nobody sets": (
        carried_by('{ parameter = "hours" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no parameter 'hours'",
    ),
    "a matter that no term has": (
        carried_by('{ term = "end" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no term 'end'",
    ),
    "an adoption that is not declared": (
        carried_by('{ adoption = "council" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no adoption 'council'",
    ),
    "a document that is not declared": (
        carried_by('{ document = "guideline" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no document 'guideline'",
    ),
    "a table that does not exist": (
        carried_by('{ table = "who-acts" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no table 'who-acts'",
    ),
    "a measure that does not exist": (
        carried_by('{ measure = "mean-days" }'),
        "county/clauses.toml: clause › 'A.1' › carried_by: there is no measure 'mean-days'",
    ),
    "a part that is not declared": (
        changed(CLAUSES, ('part = "A"', 'part = "B"')),
        "county/clauses.toml: clause › 'A.1' › part: agreement.toml has no part 'B'",
    ),
    "a source that is not declared": (
        changed(CLAUSES, ('source = "text"', 'source = "txt"')),
        "county/clauses.toml: clause › 'A.1' › source: agreement.toml has no source 'txt'",
    ),
    "lines left out without a reason": (
        after(CLAUSES, '[[left_out]]\nsource = "text"\nlines = "3"\nreason = ""\n'),
        "county/clauses.toml: left_out › 1 › reason: String should have at least 1 character (found '')",
    ),
    "lines left out of an unknown source": (
        after(CLAUSES, '[[left_out]]\nsource = "txt"\nlines = "3"\nreason = "Innehåll"\n'),
        "county/clauses.toml: left_out › 1 › source: agreement.toml has no source 'txt'",
    ),
    "a stored source with a day on which it was read": (
        changed(COUNTY, ('file = "text.txt"', 'file = "text.txt"\nread = 2026-12-01')),
        "county/agreement.toml: source › 'text': read: a stored text needs no day on which it was read; leave it "
        "out, or its file",
    ),
    "a source that is neither stored nor to be found": (
        changed(COUNTY, ('file = "text.txt"', "read = 2026-12-01")),
        "county/agreement.toml: source › 'text': a text that is not stored has an address and the day it was read, or "
        "else a file",
    ),
    "a clause of a stored text without its lines": (
        changed(CLAUSES, ('lines = "1"\n', "")),
        "county/clauses.toml: clause › 'A.1' › lines: the text of 'text' is stored: say on which of its lines the "
        "clause stands",
    ),
    "a clause with lines of a text that is not stored": (
        changed(COUNTY, ('file = "text.txt"', 'address = "https://example.org/a"\nread = 2026-12-01')),
        "county/clauses.toml: clause › 'A.1' › lines: the text of 'text' is not stored, so that it has no lines: leave "
        "them out",
    ),
    "lines left out of a text that is not stored": (
        changed(COUNTY, ('file = "text.txt"', 'address = "https://example.org/a"\nread = 2026-12-01'))
        | {
            CLAUSES: SOUND[CLAUSES].replace('lines = "1"\n', "")
            + '[[left_out]]\nsource = "text"\nlines = "3"\nreason = "Innehåll"\n'
        },
        "county/clauses.toml: left_out › 1 › source: the text of 'text' is not stored, so that no lines of it can be "
        "left out",
    ),
    "an amending act without the day it took effect": (
        changed(CLAUSES, ("binds = ", 'by = "2019:973"\nbinds = ')),
        "county/clauses.toml: clause › 'A.1': by: say from which day the wording holds, the day on which the amending "
        "act took effect",
    ),
    "a clause id used twice": (
        after(CLAUSES, SOUND[CLAUSES]),
        "county/clauses.toml: clause › 'A.1': this id stands 2 times; an id is used once",
    ),
    "an agreement in a folder of another name": (
        changed(COUNTY, ('"county"', '"country"')),
        "county/agreement.toml: id: the id 'country' is not the name of its folder, 'county'",
    ),
    "an agreement of an unknown kind": (
        changed(COUNTY, ('kind = "agreement"', 'kind = "treaty"')),
        "county/agreement.toml: kind: Input should be 'agreement', 'framework', 'routine' or 'statute' "
        "(found 'treaty')",
    ),
    "an agreement about an unknown matter": (
        changed(COUNTY, ('"responsibility"', '"everything"')),
        "county/agreement.toml: covers › 1: Input should be 'responsibility', 'discharge', 'payment-liability', "
        "'collaboration', 'primary-care' or 'plans' (found 'everything')",
    ),
    "an agreement without a source": (
        changed(COUNTY, ('[[source]]\nid = "text"\ntitle = "Avtalet"\nfile = "text.txt"\n', "")),
        "county/agreement.toml: source: this key is missing",
    ),
    "a region that does not exist": (
        changed(COUNTY, ('regions = ["14"]', 'regions = ["02"]')),
        "county/agreement.toml: parties › regions: no such code in the registry: '02'",
    ),
    "a municipality that does not exist": (
        changed(COUNTY, ('"1401"', '"1400"')),
        "county/agreement.toml: parties › municipalities: no such code in the registry: '1400'",
    ),
    "regions given as a number": (
        changed(COUNTY, ('regions = ["14"]', "regions = 14")),
        "county/agreement.toml: parties › regions: give a list (found 14)",
    ),
    "an area of a municipality that does not exist": (
        after(COUNTY, '[[area]]\nid = "north"\nname = "Norr"\nmunicipalities = ["9999"]\n'),
        "county/agreement.toml: area › 'north' › municipalities: no such code in the registry: '9999'",
    ),
    "a part that concerns a body there is not": (
        changed(COUNTY, ('kind = "main"', 'kind = "main"\nconcerns = ["son"]')),
        "county/agreement.toml: part › 'A' › concerns: agreement.toml has no body 'son'",
    ),
    "a clause that binds other parties of which there are none": (
        changed(CLAUSES, ('binds = ["body:sro"]', 'binds = ["other-party"]')),
        "county/clauses.toml: clause › 'A.1' › binds: agreement.toml names no others among the parties",
    ),
    "a rolling term without time for notice": (
        changed(COUNTY, ("notice_months = 6\n", "")),
        "county/agreement.toml: term: notice_months: a rolling term needs it",
    ),
    "a fixed term without its first period": (
        changed(COUNTY, ('"rolling"', '"fixed"')),
        "county/agreement.toml: term: first_period: a fixed term needs it",
    ),
    "a period that ends before it begins": (
        changed(COUNTY, ('"rolling"', '"yearly"\nfirst_period = { from = 2023-01-01, to = 2022-01-01 }')),
        "county/agreement.toml: term › first_period: a period cannot end (2022-01-01) before it begins (2023-01-01)",
    ),
    "no months for notice": (
        changed(COUNTY, ("notice_months = 6", "notice_months = 0")),
        "county/agreement.toml: term › notice_months: Input should be greater than or equal to 1 (found 0)",
    ),
    "an agreement that falls back to one that is not there": (
        changed(COUNTY, ('falls_back_to = "act"', 'falls_back_to = "law"')),
        "county/agreement.toml: falls_back_to: 'law' is no other agreement that could be read",
    ),
    "an agreement that falls back to itself": (
        changed(COUNTY, ('falls_back_to = "act"', 'falls_back_to = "county"')),
        "county/agreement.toml: falls_back_to: 'county' is no other agreement that could be read",
    ),
    "agreements that fall back to each other": (
        changed(ACT, ('kind = "statute"', 'kind = "statute"\nfalls_back_to = "county"')),
        "county/agreement.toml: falls_back_to: 'act' is no other agreement that could be read",
    ),
    "an agreement beside the acts that falls back to nothing": (
        changed(COUNTY, ('falls_back_to = "act"\n', "")),
        "county/agreement.toml: falls_back_to: only the acts fall back to nothing; "
        "name the agreement that this one falls back to",
    ),
    "a term that cites an unknown clause": (
        changed(COUNTY, ("notice_months = 6", 'notice_months = 6\nclauses = ["A.2"]')),
        "county/agreement.toml: term › clauses: there is no clause 'A.2'; did you mean 'A.1'?",
    ),
    "a body that cites an unknown clause": (
        changed(COUNTY, ('sphere = "political"', 'sphere = "political"\nclauses = ["A.2"]')),
        "county/agreement.toml: body › 'sro' › clauses: there is no clause 'A.2'; did you mean 'A.1'?",
    ),
    "a parameter that cites an unknown clause": (
        changed(PARAMETERS, ('["1.1"]', '["1.2"]')),
        "act/parameters.toml: parameter › 'days' › clauses: there is no clause '1.2'; did you mean '1.1'?",
    ),
    "a parameter that cites nothing": (
        changed(PARAMETERS, ('["1.1"]', "[]")),
        "act/parameters.toml: parameter › 'days' › clauses: give at least one",
    ),
    "a value without a source": (
        changed(PARAMETERS, ('source = { title = "Lagen" }\n', "")),
        "act/parameters.toml: parameter › 'days' › value › 1 › source: this key is missing",
    ),
    "a value that ends before it begins": (
        changed(PARAMETERS, ("value = 3", "to = 2022-12-31\nvalue = 3")),
        "act/parameters.toml: parameter › 'days' › value › 1: to: 2022-12-31 is before from: 2023-01-01",
    ),
    "two values on one day": (
        after(PARAMETERS, '[[parameter.value]]\nfrom = 2024-01-01\nvalue = 4\nsource = { title = "Lagen" }\n'),
        "act/parameters.toml: parameter › 'days': value: two values hold on the same day (3 and 4)",
    ),
    "a gap that ends before it begins": (
        after(PARAMETERS, '[[parameter.missing]]\nfrom = 2022-01-01\nto = 2021-01-01\nlook_in = "Lagen"\n'),
        "act/parameters.toml: parameter › 'days' › missing › 1: to: 2021-01-01 is before from: 2022-01-01",
    ),
    "a parameter key used twice": (
        after(PARAMETERS, SOUND[PARAMETERS]),
        "act/parameters.toml: parameter › 'days': this id stands 2 times; an id is used once",
    ),
    "a duty id with a capital": (
        changed(DUTIES, ('id = "call"', 'id = "Call"')),
        "act/duties.toml: duty › 'Call' › id: String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$' (found 'Call')",
    ),
    "a deadline of two measures": (
        changed(DUTIES, ('days = "days"', 'days = "days", promptly = true')),
        "act/duties.toml: duty › 'call' › deadline: a deadline has exactly one of hours, days, same_day, promptly",
    ),
    "a deadline without a measure": (
        changed(DUTIES, ('days = "days", ', "")),
        "act/duties.toml: duty › 'call' › deadline: a deadline has exactly one of hours, days, same_day, promptly",
    ),
    "a deadline of a parameter that nobody sets": (
        changed(DUTIES, ('days = "days"', 'days = "dagar"')),
        "act/duties.toml: duty › 'call' › deadline: parameters.toml has no 'dagar'",
    ),
    "a duty that cites an unknown clause": (
        changed(DUTIES, ('clauses = ["1.1"]', 'clauses = ["1.2"]')),
        "act/duties.toml: duty › 'call' › clauses: there is no clause '1.2'; did you mean '1.1'?",
    ),
    "a duty id used twice": (
        after(DUTIES, SOUND[DUTIES]),
        "act/duties.toml: duty › 'call': this id stands 2 times; an id is used once",
    ),
    "a worked case without an answer": (
        changed(CASES, ("expect = { in_force = true }\n", "")),
        "act/cases/term.toml: case › 'Avtalet gäller' › expect: this key is missing",
    ),
    "a worked case that cites an unknown clause": (
        changed(CASES, ('["1.1"]', '["1.2"]')),
        "act/cases/: case › 'Avtalet gäller' › clauses: there is no clause '1.2'; did you mean '1.1'?",
    ),
    "two worked cases of one name": (
        after(CASES, SOUND[CASES]),
        "act/cases/: case › 'Avtalet gäller': this id stands 2 times; an id is used once",
    ),
}


def test_a_sound_folder_has_no_fault(tmp_path):
    assert found(tmp_path, {}) == []


def test_clauses_may_stand_in_a_file_for_each_part(tmp_path):
    assert found(tmp_path, {CLAUSES: None, "county/clauses/A.toml": SOUND[CLAUSES]}) == []


@pytest.mark.parametrize(("files", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_with_its_file_its_key_and_what_was_expected(tmp_path, files, fault):
    assert fault in found(tmp_path, files)


def test_a_faulty_carrier_is_not_also_reported_as_no_carrier(tmp_path):
    assert len(found(tmp_path, carried_by('{ pending = "later" }'))) == 1


def test_every_fault_of_every_file_is_said_at_once(tmp_path):
    files = {
        **changed(COUNTY, ('"1401"', '"1400"'), ("notice_months = 6", 'notice_months = 6\nclauses = ["A.2"]')),
        **changed(CLAUSES, ('part = "A"', 'part = "B"')),
        **changed(DUTIES, ('days = "days"', 'days = "dagar"')),
        "act/cases/more.toml": "[[case]",
    }
    with pytest.raises(InvalidAgreements) as error:
        load_all(write(tmp_path, files))
    assert str(error.value).splitlines() == [
        "act/cases/more.toml: the file: it is not readable TOML: "
        "Expected ']]' at the end of an array declaration (at line 1, column 7)",
        "act/duties.toml: duty › 'call' › deadline: parameters.toml has no 'dagar'",
        "county/agreement.toml: parties › municipalities: no such code in the registry: '1400'",
        "county/agreement.toml: term › clauses: there is no clause 'A.2'; did you mean 'A.1'?",
        "county/clauses.toml: clause › 'A.1' › part: agreement.toml has no part 'B'",
    ]


def test_several_faults_of_one_file_are_said_at_once(tmp_path):
    faults = found(tmp_path, changed(CLAUSES, ('"binding"', '"strict"'), ('lines = "1"', 'lines = "x"')))
    assert [fault.split(": ")[1] for fault in faults] == ["clause › 'A.1' › level", "clause › 'A.1' › lines"]


def test_an_empty_folder_holds_no_agreement(tmp_path):
    with pytest.raises(InvalidAgreements) as error:
        load_all(tmp_path)
    assert str(error.value) == f"{tmp_path}: the folder: no agreement in it could be read"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidAgreements) as error:
        load_all(tmp_path / "nowhere")
    assert str(error.value) == f"{tmp_path / 'nowhere'}: the folder: there is no such folder of agreements"
