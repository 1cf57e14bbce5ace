"""Version 1 of the API. What it takes and gives stays; what is added is added beside it."""

from brygga_site.api import assignments, heads, imports, pending, problems, staff, units
from brygga_site.api.cases import processes, routes
from brygga_site.api.described import DescribedAPI
from brygga_site.api.keys import Reads
from brygga_site.api.parsing import TextParser
from brygga_site.api.strict import checks_parameters

v1 = DescribedAPI(
    title="Brygga",
    version="1",
    description=(
        "Cases of every process, with a key that acts at a unit; and organisations, units, staff and assignments of "
        "the organisation whose key is shown."
    ),
    auth=Reads(),
    parser=TextParser(),
    # A page of documentation would load scripts from elsewhere; openapi.json alone says everything.
    docs_url=None,
    urls_namespace="api-v1",
)
problems.install(v1)
v1.add_decorator(checks_parameters, mode="view")
for part in (units, staff, assignments, imports, pending, heads, processes, routes):
    v1.add_router("", part.router)
