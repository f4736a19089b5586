"""The web server: granian in front of `buffered`, with the settings that were measured.

200 connections that send their headers, or 200 that send their bodies, a byte every two seconds:
all others are answered in 3-40 ms (2 cores, 16 threads; plain WSGI stopped at 17 slow bodies).
"""

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
    os.environ["ZHUIXIAO_SERVE_THREADS"] = str(plan.threads)
    settings.SERVE_THREADS = plan.threads
    # The workers must not share this process's connections.
    connections.close_all()
    Granian(
        "zhuixiao.config.served:application",
        address=plan.host,
        port=plan.port,
        interface=Interfaces.RSGI,
        workers=plan.workers,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=settings.LOGGING,
    ).serve()
