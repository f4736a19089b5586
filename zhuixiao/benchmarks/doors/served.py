"""The web server over the data set, as `zhuixiao serve` starts it."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic, sleep

from django.core.management import CommandError

_SLOWEST = 60


@contextmanager
def served(workers: int) -> Iterator[int]:
    """Its port, as long as its processes run."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = ["--no-backup", f"--port={port}", f"--workers={workers}"]
    command = [sys.executable, "-m", "zhuixiao", "serve", *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(server, port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    end = monotonic() + _SLOWEST
    while monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise CommandError("the server does not start")
