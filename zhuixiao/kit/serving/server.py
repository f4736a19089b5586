"""The web server: granian in WSGI mode, with the settings that were measured."""

import os
import socket
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

# How long a client may take for its headers. Connections that only wait cost no thread.
HEADER_MILLISECONDS = 10_000
STOP_SECONDS = 20
THREADS = 16


@dataclass(frozen=True)
class Plan:
    """Where to listen, with how many processes and how many threads in each."""

    host: str
    port: int
    workers: int
    threads: int


def why_not(plan: Plan) -> str:
    """Why this address cannot be listened on; empty when it can."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # On Windows this option would allow a port that is taken.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((plan.host, plan.port))
    except OSError as error:
        return error.strerror or str(error)
    return ""


def run(plan: Plan) -> None:
    """Serve until Ctrl-C or SIGTERM; running requests are finished first.

    Raises OSError when the address is taken.
    """
    os.environ["ZHUIXIAO_SERVING"] = "1"
    # The workers must not share this process's connections.
    connections.close_all()
    Granian(
        "zhuixiao.config.wsgi:application",
        address=plan.host,
        port=plan.port,
        interface=Interfaces.WSGI,
        workers=plan.workers,
        blocking_threads=plan.threads,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=settings.LOGGING,
        process_name=None,
    ).serve()
