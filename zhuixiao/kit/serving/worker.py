"""A worker process of the web server: does jobs beside requests, and ends with its parent."""

import atexit
import contextlib
import multiprocessing
import multiprocessing.connection
import multiprocessing.util
import os
import signal
import threading

from .. import presence
from ..jobs.threads import Threads

# A worker that is still busy this long after its parent died is ended hard.
LAST_SECONDS = 15


def begin_worker(*, does_jobs: bool) -> None:
    """Called once, when the web server has loaded the program in this process."""
    held = contextlib.ExitStack()
    held.enter_context(presence.announce("worker"))
    threads = Threads()
    if does_jobs:
        threads.start()

    def end() -> None:
        threads.stop()
        held.close()

    # Children of multiprocessing leave without atexit; other servers know only atexit.
    multiprocessing.util.Finalize(None, end, exitpriority=100)
    atexit.register(end)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_with(sentinel: int) -> None:
    """A killed parent must not leave workers behind that keep the port and write on."""
    multiprocessing.connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(LAST_SECONDS)
    os._exit(1)
