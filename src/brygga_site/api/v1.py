"""Version 1 of the API. What it takes and gives stays; what is added is added beside it."""

from ninja import NinjaAPI

from brygga_site.api import assignments, imports, problems, staff, units
from brygga_site.api.keys import Reads

v1 = NinjaAPI(
    title="Brygga",
    version="1",
    description="Organisations, units, staff and assignments of the organisation whose key is shown.",
    auth=Reads(),
    # A page of documentation would load scripts from elsewhere; openapi.json alone says everything.
    docs_url=None,
    urls_namespace="api-v1",
)
problems.install(v1)
for part in (units, staff, assignments, imports):
    v1.add_router("", part.router)
