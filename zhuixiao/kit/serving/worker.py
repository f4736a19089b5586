"""A worker process of the web server: does jobs beside requests, and ends with its parent."""

import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable

from .. import presence
from ..jobs.threads import Threads

# A worker that is still busy this long after its parent died is ended hard.
LAST_SECONDS = 15
# New objects before the youngest are looked through; rounds of that before older ones are.
_THRESHOLDS = (50_000, 10, 20)


def begin_worker(*, does_jobs: bool) -> Callable[[], None]:
    """Called once in each worker, when the program is loaded; the returned function ends it."""
    freeze()
    held = contextlib.ExitStack()
    held.enter_context(presence.announce("worker"))
    if does_jobs:
        threads = Threads()
        threads.start()
        held.callback(threads.stop)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        watch.start()
    return held.close


def freeze() -> None:
    """What is loaded stays: looking through it again and again stopped all threads for 80 ms.

    What a large page makes goes with its request; looking through that with every 700 new objects,
    as Python does, cost such a page a fifth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _end_with(sentinel: int) -> None:
    """A killed parent must not leave workers behind that keep the port and write on."""
    multiprocessing.connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(LAST_SECONDS)
    os._exit(1)
