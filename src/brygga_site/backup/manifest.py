"""What stands beside a backup's data, and can be read without the key: no person is in it."""

import importlib.metadata
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from brygga_site.trail import digests, keys, signing

FILE = "manifest.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CopiedTable(_Part):
    """How many rows, and of what type each column is, as the engine calls it. `last` is the highest number given."""

    rows: int
    columns: dict[str, str]
    last: int | None = None


class DataFile(_Part):
    """The file with the rows: the size and SHA-256 of the file itself, and of the script that is inside."""

    file: str
    encrypted: bool
    bytes: int
    sha256: str
    script_bytes: int
    script_sha256: str


class Trail(_Part):
    """What verifying the trail found in the very state that was copied. `head` is the last seal's."""

    entries: int
    seals: int
    head: str | None
    findings: list[str]


class Signature(_Part):
    key: str
    signature: str


class Manifest(_Part):
    """A backup. `taken_at`: whatever was committed before that moment is in it. `migrations` say of what schema."""

    document: Literal["brygga backup"] = "brygga backup"
    version: Literal[1] = 1
    brygga: str
    engine: Literal["sqlite", "postgresql"]
    taken_at: str
    migrations: dict[str, list[str]]
    tables: dict[str, CopiedTable]
    data: DataFile
    trail: Trail
    signed: Signature | None = None

    def _statement(self) -> bytes:
        return digests.canonical({"signs": "brygga backup", **self.model_dump(exclude={"signed"})})

    def with_signature(self) -> "Manifest":
        """The same, signed by the key that seals the trail, where this process is given it."""
        from django.conf import settings

        if not settings.BRYGGA_TRAIL_KEY:
            return self
        key = signing.private_key()
        signed = Signature(key=keys.public(key), signature=key.sign(self._statement()).hex())
        return self.model_copy(update={"signed": signed})

    def is_as_signed(self) -> bool:
        """Whether it was signed by a key that is trusted, and has not been changed since."""
        if self.signed is None or self.signed.key not in signing.trusted():
            return False
        return keys.holds(self.signed.key, self.signed.signature, self._statement())

    def summary(self, engine: str, ok: bool) -> dict[str, object]:
        """What `brygga backup` and `brygga restore` print."""
        rows = {name: table.rows for name, table in self.tables.items()}
        told = {"ok": ok, "engine": engine, "taken_at": self.taken_at, "tables": rows, "head": self.trail.head}
        told |= {"trail": whole(self.trail.findings), "bytes": self.data.bytes, "brygga": self.brygga}
        return {**told, "signed": self.signed is not None}


def whole(findings: list[str]) -> str:
    """`whole`, or what was found, in words."""
    return "; ".join(findings) or "whole"


def read(folder: Path, unsigned: bool = False) -> Manifest:
    """The manifest of the backup in the folder. Raises ValueError for one that is none or was changed, OSError.

    One that nobody has signed is taken only where `unsigned` says so: whoever could write it may have made all of it.
    """
    file = folder / FILE
    if not file.is_file():
        raise ValueError(f"{folder} is no backup: it has no {FILE}")
    try:
        found = Manifest.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ValueError(
            f"{file} is no manifest of a backup that this version knows: {where}: {first['msg']}"
        ) from None
    if found.signed is None and not unsigned:
        raise ValueError(
            f"{file} is not signed, so nothing shows who made it or that it is as it was made: use another copy, or "
            "say --unsigned to restore it all the same"
        )
    if found.signed and not found.is_as_signed():
        raise ValueError(
            f"{file} is not as it was signed, or the key {found.signed.key} is not trusted: "
            "use another copy, or name the key in BRYGGA_TRAIL_TRUSTED"
        )
    if Path(found.data.file).name != found.data.file:
        raise ValueError(f"{file} names its data outside the folder: {found.data.file}")
    return found


def write(manifest: Manifest, folder: Path) -> None:
    (folder / FILE).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


def version() -> str:
    return importlib.metadata.version("brygga")
