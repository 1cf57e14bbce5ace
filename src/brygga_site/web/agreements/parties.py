"""Which agreements each municipality is under, county by county."""

from dataclasses import dataclass

from brygga.agreements import Agreement, Registry
from brygga.identities.places import Municipality, Region
from brygga.texts import swedish

COLOURS = ("brand2", "accent", "brand1", "warning", "success", "info")


@dataclass(frozen=True)
class Tile:
    """A municipality and the agreements it is a party to; the acts when there is no other."""

    municipality: Municipality
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True)
class CountyTiles:
    """A county with its municipalities; `own` are the agreements made in it."""

    region: Region
    tiles: tuple[Tile, ...]
    own: tuple[Agreement, ...]
    colour: str


def counties(registry: Registry) -> list[CountyTiles]:
    """Every county, those with agreements of their own first."""
    made = [agreement for agreement in registry.agreements.values() if agreement.fallback]
    with_own = sorted({code for agreement in made for code in _regions(agreement)})
    colours = dict(zip(with_own, COLOURS * len(with_own), strict=False))
    found = [_county(registry, region, made, colours.get(region.code, "neutral")) for region in _all(registry)]
    return sorted(found, key=lambda county: (not county.own, county.region.code))


def _all(registry: Registry) -> list[Region]:
    return list(registry.places.regions.values())


def _regions(agreement: Agreement) -> tuple[str, ...]:
    regions = agreement.head.parties.regions
    return () if regions == "all" else regions


def _county(registry: Registry, region: Region, made: list[Agreement], colour: str) -> CountyTiles:
    tiles = []
    for municipality in sorted(registry.places.of_county(region.code), key=lambda one: swedish(one.short)):
        own = tuple(agreement for agreement in made if agreement.is_party(municipality.code))
        tiles.append(Tile(municipality, own or (registry.baseline,)))
    of_county = tuple(agreement for agreement in made if region.code in _regions(agreement))
    return CountyTiles(region, tuple(tiles), of_county, colour)


def names(agreement: Agreement, registry: Registry) -> tuple[list[Region], list[Municipality]]:
    """The regions and municipalities that are parties, by name."""
    parties, places = agreement.head.parties, registry.places
    regions = places.regions if parties.regions == "all" else parties.regions
    municipalities = places.municipalities if parties.municipalities == "all" else parties.municipalities
    return (
        [places.region(code) for code in regions],
        sorted((places.municipality(code) for code in municipalities), key=lambda one: swedish(one.short)),
    )
