"""Where web processes count together: a folder that is known before prometheus_client is imported."""

import atexit
import os
import shutil
import tempfile

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share() -> None:
    """Lets the processes that come of this one be counted together.

    The folder is of this machine alone, is read by nobody else, and goes when this process ends.
    """
    if FOLDER in os.environ:
        return
    folder, made_by = tempfile.mkdtemp(prefix="brygga-metrics-"), os.getpid()
    os.environ[FOLDER] = folder

    def remove() -> None:
        # The web processes are copies of this one, and end earlier.
        if os.getpid() == made_by:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
