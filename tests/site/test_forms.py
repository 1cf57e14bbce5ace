"""Forms as they are filled in: one line for what is one line, and what is wrong said where it is."""

import re

from django.utils import timezone
from tests.site.cast import Cast, signed_in

from brygga.processes import PROCESSES
from brygga_site.cases.models import Case
from brygga_site.web.cases.forms import Offered, ProcessLabels, form_for


def test_names_telephones_and_places_are_lines_and_what_one_tells_is_a_box() -> None:
    process = PROCESSES["discharge"]
    offered = Offered(ProcessLabels(process), timezone.now())
    shown = {kind: form_for(process.bodies[kind], offered)() for kind in ("named-care-contact", "sip-call", "aborted")}
    fields = [("named-care-contact", "name", 200), ("named-care-contact", "telephone", 40), ("sip-call", "place", 200)]
    for kind, name, longest in fields:
        assert re.search(rf'<input type="text" [^>]*maxlength="{longest}"', str(shown[kind][name])), (kind, name)
    assert "<textarea" in str(shown["aborted"]["reason"])


def test_what_is_wrong_stands_at_its_field_which_the_summary_leads_to_and_the_reader_is_led_to_the_summary(
    cast: Cast, notified: Case
) -> None:
    sent = {"seen": 2, "meeting_at": "2030-01-01T10:00", "place": ""}
    answer = signed_in(cast.boris).post(f"/cases/{notified.pk}/say/sip-call", sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert re.search(r'role="alert" tabindex="-1" autofocus', text)
    assert 'href="#id_place"' in text
    place = re.search(r'<input [^>]*name="place"[^>]*>', text)
    assert place and 'aria-invalid="true"' in place[0] and 'aria-describedby="id_place_error"' in place[0]
    assert re.search(r'id="id_place_error">\s*\S', text)
    described = re.findall(r'aria-describedby="([^"]+)"', text)
    assert all(f'id="{one}"' in text for ids in described for one in ids.split())
