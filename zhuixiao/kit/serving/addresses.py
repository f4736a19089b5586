"""Under which addresses this machine can be reached."""

import ipaddress
import socket
from contextlib import suppress

WILDCARDS = {"0.0.0.0", "::", ""}  # noqa: S104  (compared with, never bound to)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable(host: str) -> list[str]:
    """The hosts to type into a browser when the server listens on `host`."""
    return [*_own_addresses(), "127.0.0.1"] if host in WILDCARDS else [host]


def _own_addresses() -> list[str]:
    """This machine's addresses in its networks, the one used for outside traffic first."""
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # No packet is sent: connecting a datagram socket only looks the route up.
        probe.connect(("203.0.113.1", 9))
        found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        found += [str(row[4][0]) for row in socket.getaddrinfo(socket.gethostname(), None)]
    usable = [text for text in found if ":" not in text and not is_loopback(text)]
    return list(dict.fromkeys(usable))
