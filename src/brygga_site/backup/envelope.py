"""The file that holds a backup's data: compressed by gzip, and encrypted so that `age` and its like open it.

Nothing is ever held in memory but some blocks, however large the database is.
"""

import gzip
import hashlib
import io
import os
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

BLOCK = 256 * 1024
QUICKLY = 1
"""Of gzip's nine levels: the others take longer than the database does to hand out its rows, for a tenth of room."""


class CannotDecrypt(ValueError):
    """None of the identities opens the file, or it is no file of age's."""


class Digested:
    """A file that is written or read through, with the SHA-256 and the number of the bytes so far."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.bytes, self._file, self._hash = 0, file, hashlib.sha256()

    def add(self, data: bytes) -> None:
        self._hash.update(data)
        self.bytes += len(data)

    def write(self, data: bytes) -> int:
        if self._file:
            self._file.write(data)
        self.add(data)
        return len(data)

    def flush(self) -> None:
        if self._file:
            self._file.flush()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class _Pulled:
    """Blocks as a file to read from; keeps the error that came instead of a block, which pyrage tells as text."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks, self._left, self.error = iter(blocks), io.BytesIO(), None

    def read(self, size: int = -1) -> bytes:
        try:
            while not (found := self._left.read(size)):
                self._left = io.BytesIO(next(self._blocks))
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        return found


class _Kept(Digested):
    """The same for the file that is written to: a full disk is to be told as one."""

    error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.error = error
            raise


def write(file: Path, plain: Iterable[bytes], recipients: Sequence[Any]) -> tuple[Digested, Digested]:
    """Writes the new file, to the disk itself; the digests of what was given and of what lies there.

    Without recipients it is not encrypted. Raises OSError, and whatever comes from `plain`.
    """
    given = Digested()
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
        written = _Kept(stream)
        packed = _Pulled(_packed(plain, given))
        if recipients:
            try:
                pyrage.encrypt_io(packed, written, recipients)
            except pyrage.EncryptError as error:
                raise (packed.error or written.error or ValueError(str(error))) from None
            # pyrage says nothing of an error in the last block.
            if written.error:
                raise written.error
        else:
            while block := packed.read(BLOCK):
                written.write(block)
        stream.flush()
        os.fsync(stream.fileno())
    return given, written


def _packed(plain: Iterable[bytes], given: Digested) -> Iterator[bytes]:
    packer = zlib.compressobj(QUICKLY, wbits=31)
    for block in plain:
        given.add(block)
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()


def digest(file: Path) -> Digested:
    """Of the file as it lies there. Raises OSError."""
    found = Digested()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.add(block)
    return found


@contextmanager
def opened(file: Path, identities: Sequence[Any]) -> Iterator[tuple[BinaryIO, Digested]]:
    """What was written into the file, to be read once, and its digest so far. Raises CannotDecrypt, OSError.

    Without identities it is read as not encrypted.
    """
    with file.open("rb") as stream, _decrypted(stream, identities) as packed:
        through = _Through(gzip.GzipFile(fileobj=packed))
        with io.BufferedReader(through, BLOCK) as lines:
            yield lines, through.digest


@contextmanager
def _decrypted(stream: BinaryIO, identities: Sequence[Any]) -> Iterator[BinaryIO]:
    """pyrage pushes what it decrypts, and whoever loads rows pulls: a pipe and a thread stand between."""
    if not identities:
        yield stream
        return
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def push() -> None:
        with os.fdopen(writing, "wb", BLOCK) as pipe:
            try:
                pyrage.decrypt_io(stream, pipe, identities)
            except BrokenPipeError:
                pass  # whoever reads has given up, and says why
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)

    pushing = threading.Thread(target=push)
    pushing.start()
    try:
        with os.fdopen(reading, "rb", BLOCK) as pipe:
            yield pipe
    except (OSError, EOFError, ValueError, zlib.error):
        pushing.join()
        if failed:
            raise CannotDecrypt(f"the backup cannot be decrypted: {failed[0]}") from failed[0]
        raise
    finally:
        pushing.join()
    if failed:
        raise CannotDecrypt(f"the backup cannot be decrypted: {failed[0]}")


class _Through(io.RawIOBase):
    """Hands on what it reads, with its digest."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self.digest = source, Digested()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self.digest.add(data)
        return len(data)
