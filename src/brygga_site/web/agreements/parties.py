"""Which agreements each municipality is under, county by county."""

from dataclasses import dataclass

from brygga.agreements import Agreement, BrokenAgreement, Registry
from brygga.identities.places import Municipality, Region
from brygga.texts import swedish

COLOURS = ("brand2", "accent", "brand1", "warning", "success", "info")


@dataclass(frozen=True)
class Tile:
    """A municipality and the agreements it is a party to; the acts when there is no other.

    `broken` are those that cannot be used and that it is a party to, or may be.
    """

    municipality: Municipality
    agreements: tuple[Agreement, ...]
    broken: tuple[BrokenAgreement, ...] = ()


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
        broken = tuple(one for one in registry.broken.values() if _may_bind(one, municipality.code, bool(own)))
        tiles.append(Tile(municipality, own or (() if broken else (registry.baseline,)), broken))
    of_county = tuple(agreement for agreement in made if region.code in _regions(agreement))
    return CountyTiles(region, tuple(tiles), of_county, colour)


def _may_bind(broken: BrokenAgreement, municipality: str, has_own: bool) -> bool:
    """Whether the municipality is a party; unknown of the parties, whether it may be one."""
    return broken.parties.has_municipality(municipality) if broken.parties else not has_own


def names(agreement: Agreement, registry: Registry) -> tuple[list[Region], list[Municipality]]:
    """The regions and municipalities that are parties, by name."""
    parties, places = agreement.head.parties, registry.places
    regions = places.regions if parties.regions == "all" else parties.regions
    municipalities = places.municipalities if parties.municipalities == "all" else parties.municipalities
    return (
        [places.region(code) for code in regions],
        sorted((places.municipality(code) for code in municipalities), key=lambda one: swedish(one.short)),
    )
