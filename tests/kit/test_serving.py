"""The server as people start it: greeting, answers, slow senders, stopping."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.installation import Installation

SLOW_SENDERS = 200
READY_SECONDS = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask(port: int, path: str, timeout: float = 5) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.fixture
def port(installation: Installation) -> Iterator[int]:
    number = free_port()
    server = installation.start("-m", "zhuixiao", "serve", f"--port={number}")
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with suppress(OSError):
            if ask(number, "/readyz").status == 200:
                break
        assert server.poll() is None, server.communicate()[0]
        time.sleep(0.1)
    yield number
    server.terminate()
    assert server.wait(30) == 0


def test_the_server_answers_while_200_clients_send_a_byte_now_and_then(
    port: int, installation: Installation
) -> None:
    form = "Cookie: zhuixiao_csrf=abcdefghijklmnopqrstuvwxyzABCDEF\r\nContent-Length: 9000\r\n"
    beginnings = [
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        f"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
        f"application/x-www-form-urlencoded\r\n{form}\r\na=",
    ]
    for beginning in beginnings:
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW_SENDERS)]
        for sender in slow:
            sender.sendall(beginning.encode())
        time.sleep(0.5)
        for _probe in range(5):
            for sender in slow:
                sender.sendall(b"x")
            start = time.monotonic()
            assert ask(port, "/healthz").status == 200
            assert time.monotonic() - start < 2
        for sender in slow:
            sender.close()


def test_a_running_server_is_seen_and_its_port_is_taken(
    port: int, installation: Installation
) -> None:
    refused = installation.run("serve", f"--port={port}", code=2)
    assert refused.stderr.count("\n") == 1
    installation.run("backup", str(installation.data / "copy.zip"))
    refused = installation.run("restore", str(installation.data / "copy.zip"), "--yes", code=2)
    assert f":{port}" in refused.stderr


def test_a_body_that_is_too_large_is_refused_before_it_is_read(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as sender:
        sender.sendall(
            b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999999\r\n\r\nx"
        )
        assert sender.recv(100).startswith(b"HTTP/1.1 413")
