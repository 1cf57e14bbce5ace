"""What has been asked for, in memory that the web processes of a machine share: each counts what the others let in.

The memory is made before the processes part (`serving.server`), and its size never changes.
"""

import fcntl
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from mmap import mmap
from threading import Lock

MINUTE = 60.0
ROUNDING = 1e-6

# An actor's mark, and when the actor's minute is paid back: seconds of the machine's own clock.
SLOT = struct.Struct("=8sd")
WAYS = 8
"""An actor has this many places of its own choice, so that two with the same are no matter."""

PLACES = 64 * 1024
"""How many actors are known at once. Where more come in a minute, those who have asked for least are forgotten."""


class RequestPace:
    """A minute's requests may come all at once; then they come back evenly, one by one."""

    def __init__(self, places: int = PLACES) -> None:
        self._sets = places // WAYS
        # A file in memory: the processes that come of this one share it, and its locks end with who holds them.
        self._file = open(os.memfd_create("brygga-limits"), "r+b", buffering=0)  # noqa: SIM115 (kept as long as this)
        self._file.truncate(places * SLOT.size)
        self._memory = mmap(self._file.fileno(), 0)
        # Nobody outside can choose to be taken for another.
        self._secret = secrets.token_bytes(16)
        self._lock = Lock()

    def wait(self, actor: str, per_minute: int, now: float) -> float:
        """Seconds until the actor may ask; 0 lets this request through and counts it. 0 a minute is no limit.

        `now` is `time.monotonic()`, which is one for all processes of a machine.
        """
        if not per_minute:
            return 0.0
        mark, first = self._place(actor)
        with self._held(first):
            at, paid_back = self._find(mark, first, now)
            free = paid_back + MINUTE / per_minute
            if free - now > MINUTE + ROUNDING:
                return free - now - MINUTE
            SLOT.pack_into(self._memory, at, mark, free)
        return 0.0

    def _place(self, actor: str) -> tuple[bytes, int]:
        """The actor's mark, and where the places begin among which it may be."""
        digest = blake2b(actor.encode(), digest_size=12, key=self._secret).digest()
        return digest[:8], int.from_bytes(digest[8:]) % self._sets * WAYS * SLOT.size

    def _find(self, mark: bytes, first: int, now: float) -> tuple[int, float]:
        """Where the actor is, or is to be, and when its minute is paid back; now for one who is new."""
        stored = []
        for at in range(first, first + WAYS * SLOT.size, SLOT.size):
            whose, free = SLOT.unpack_from(self._memory, at)
            # Nobody is ever further ahead than a minute; what says so was written when a process was killed.
            free = free if now < free <= now + MINUTE + ROUNDING else now
            if whose == mark:
                return at, free
            stored.append((free, at))
        return min(stored)[1], now

    @contextmanager
    def _held(self, first: int) -> Iterator[None]:
        """Nobody else looks there meanwhile: no thread of this process, and no other process."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, WAYS * SLOT.size, first)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, WAYS * SLOT.size, first)
