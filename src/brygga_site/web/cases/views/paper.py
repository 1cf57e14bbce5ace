"""What the person is given of a case to take home, as a PDF."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from brygga_site.cases import reads
from brygga_site.web import asking
from brygga_site.web.cases.paper import pdf
from brygga_site.web.guards import costly, with_assignment


@costly
@with_assignment
def as_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """In Swedish, or in English where that is asked for; in large print too."""
    now = timezone.now()
    opened, paper = reads.open_paper(request.assignment, case_id, now)
    language = "en" if asking.ticked(request.GET, "english") else "sv"
    with override(language):
        made = pdf(opened, paper, now, language, is_large=asking.ticked(request.GET, "large"))
    headers = {"Content-Disposition": f'attachment; filename="{opened.process.name}-{timezone.localdate(now)}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
