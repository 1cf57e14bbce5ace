"""A writer's turn at a database file: first among the threads of this process, then among the processes.

No wait is without end. A thread is woken by the one before it. The process whose turn is next asks again with growing
pauses, because the operating system's file lock knows no deadline. Only one is next: it holds the place before the
file, so that a process that writes without rest has to queue behind it.
"""

import fcntl
import os
import random
import time
from threading import Lock

FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.008

_of_threads: dict[str, Lock] = {}
# A process that forks while a thread has its turn would hand its child a lock that nobody gives up.
os.register_at_fork(after_in_child=_of_threads.clear)


class Turn:
    """Held from when it is made until `end`, or until the process dies.

    Waits up to `seconds` for those before it. Raises TimeoutError when they are not done by then, and OSError when
    the lock's file cannot be opened.
    """

    def __init__(self, file: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        self._lock = _of_threads.setdefault(file, Lock())
        if not self._lock.acquire(timeout=seconds):
            raise TimeoutError
        try:
            place = _open_locked(f"{file}.next", deadline)
            try:
                self._descriptor = _open_locked(file, deadline)
            finally:
                os.close(place)
        except BaseException:
            self._lock.release()
            raise

    def end(self) -> None:
        # Closing the descriptor gives the file's lock up.
        os.close(self._descriptor)
        self._lock.release()


def _open_locked(file: str, deadline: float) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        pause = FIRST_PAUSE
        while not _locks(descriptor):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            # Two that wait do not ask in step.
            time.sleep(min(left, pause * random.uniform(0.5, 1)))  # noqa: S311
            pause = min(2 * pause, LONGEST_PAUSE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
