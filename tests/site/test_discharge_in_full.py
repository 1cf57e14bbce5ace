"""What a ward does when somebody was told by mistake, when a case was closed by mistake, and with a care request."""

from django.test import Client
from django.utils import timezone
from tests.site.cast import Cast, signed_in

from brygga_site.cases.models import Case, Message, Overview, Participant, UnderWay
from brygga_site.trail.models import Entry

ENGLISH = {"accept-language": "en"}


def says(client: Client, case: Case, kind: str, **content: object):
    seen = Message.objects.filter(case=case).count()
    told = {"seen": seen, "key": f"{kind}-{seen}", **content}
    return client.post(f"/cases/{case.pk}/say/{kind}", told, headers=ENGLISH)


def page(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.pk}", headers=ENGLISH).content.decode()


def test_a_unit_told_by_mistake_reads_the_case_no_longer_and_what_it_read_stays_on_the_trail(
    cast: Cast, notified: Case
) -> None:
    anna, david = signed_in(cast.anna), signed_in(cast.david)
    assert david.get(f"/cases/{notified.pk}").status_code == 200
    read = set(Entry.objects.filter(staff_number=cast.david.staff_id, case=notified.pk).values_list("pk", flat=True))
    assert read
    form = anna.get(f"/cases/{notified.pk}/say/wrong-recipient", headers=ENGLISH).content.decode()
    assert cast.david.unit.name in form and cast.olga.unit.name not in form
    sent = says(anna, notified, "wrong-recipient", recipients=[cast.david.unit.hsa_id], another="yes")
    assert sent.status_code == 302
    assert not Participant.objects.filter(case=notified, unit=cast.david.unit).exists()
    assert david.get(f"/cases/{notified.pk}").status_code in (403, 404)
    assert notified.person.family_name not in david.get("/", follow=True).content.decode()
    assert read <= set(
        Entry.objects.filter(staff_number=cast.david.staff_id, case=notified.pk).values_list("pk", flat=True)
    )
    before = page(anna, notified)
    assert "Ask the wrong unit to put the notice away" in before and "Tell the right unit instead" in before
    told = {"of": Message.objects.filter(case=notified).count(), "means": "by-telephone", "whom": "Handläggaren"}
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert says(anna, notified, "told-back", **told, told_at=now).status_code == 302
    assert says(anna, notified, "notice-supplement", recipients=[cast.olga.unit.hsa_id]).status_code == 302
    after = page(anna, notified)
    assert "Ask the wrong unit to put the notice away" not in after and "Tell the right unit instead" not in after
    # The right one reads what was said before it was told, and nobody has written it again.
    assert "Admission notice" in page(signed_in(cast.olga), notified)


def test_a_care_request_goes_to_those_in_the_case_with_consent_and_is_returned_with_a_reason(
    cast: Cast, notified: Case
) -> None:
    anna, cecilia = signed_in(cast.anna), signed_in(cast.cecilia)
    asked = {"recipients": [cast.cecilia.unit.hsa_id], "health_care": "Såromläggning"}
    refused = says(anna, notified, "care-request", **asked, consent="no")
    assert refused.status_code == 422 or "consent" in refused.content.decode()
    assert not Message.objects.filter(case=notified, kind="care-request").exists()
    assert says(anna, notified, "care-request", **asked, consent="yes").status_code == 302
    assert "Take up or return the care request" in page(cecilia, notified)
    number = Message.objects.get(case=notified, kind="care-request").sequence
    returned = {"of": number, "reason": "request-incomplete", "text": "Vilket förband?"}
    assert says(cecilia, notified, "care-request-returned", **returned).status_code == 302
    assert "Send the care request anew" in page(anna, notified)
    stranger = says(anna, notified, "care-request", **asked | {"recipients": [cast.olga.unit.hsa_id]}, consent="yes")
    assert stranger.status_code != 302


def test_a_case_closed_by_mistake_is_opened_again_by_the_ward(cast: Cast, notified: Case) -> None:
    anna, cecilia = signed_in(cast.anna), signed_in(cast.cecilia)
    assert says(anna, notified, "aborted", reason="Fel ärende", why="opened-by-mistake").status_code == 302
    assert not UnderWay.objects.filter(case=notified).exists()
    closed = page(anna, notified)
    assert f"/cases/{notified.pk}/say/correction" in closed
    number = Message.objects.get(case=notified, kind="aborted").sequence
    again = says(anna, notified, "correction", of=number, reason="Patienten ligger kvar")
    assert again.status_code == 302
    assert Overview.objects.get(case=notified).stage == "notified"
    assert UnderWay.objects.filter(case=notified).exists()
    assert "Opened again" in page(anna, notified) and "Opened again" in page(cecilia, notified)
