"""Clients that cost little: they share the machine with the server that is measured."""

import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True)
class Sent:
    """What one run came to: seconds, how often each status came, the bodies by client in order."""

    seconds: float
    statuses: Mapping[int, int]
    bodies: Sequence[Sequence[bytes]]

    @property
    def count(self) -> int:
        return sum(self.statuses.values())


def post(path: str, body: bytes, **headers: str) -> bytes:
    """A whole request; `headers` with _ for -."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + _END + body


def send_all(port: int, clients: Sequence[Sequence[bytes]]) -> Sent:
    """Every client sends its requests one after the other over one connection, all at once."""
    begun = perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda requests: _one(port, requests), clients))
    seconds = perf_counter() - begun
    statuses = Counter(status for client in answers for status, _body in client)
    return Sent(seconds, statuses, [[body for _status, body in client] for client in answers])


def _one(port: int, requests: Sequence[bytes]) -> list[tuple[int, bytes]]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return [_exchange(wire, request) for request in requests]


def _exchange(wire: socket.socket, request: bytes) -> tuple[int, bytes]:
    wire.sendall(request)
    got = b""
    while _END not in got:
        got += _more(wire)
    head, _end, body = got.partition(_END)
    status, *lines = head.lower().split(b"\r\n")
    length = next((int(row[len(_LENGTH) :]) for row in lines if row.startswith(_LENGTH)), 0)
    while len(body) < length:
        body += _more(wire)
    return int(status.split()[1]), body


def _more(wire: socket.socket) -> bytes:
    got = wire.recv(65_536)
    if not got:
        raise ConnectionError("the server closed the connection")
    return got
