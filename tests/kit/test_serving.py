"""The server as people start it: greeting, answers, slow senders, stopping."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.installation import Installation
from tests.installed import copied

SLOW_SENDERS = 200
READY_SECONDS = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask(port: int, path: str, timeout: float = 5) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.fixture(scope="module")
def served(
    filled: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with copied(filled, tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="module")
def port(served: Installation) -> Iterator[int]:
    """One server for all: each test leaves it as it was."""
    number = free_port()
    server = served.start("-m", "zhuixiao", "serve", f"--port={number}")
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
    port: int,
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


def test_a_running_server_is_seen_and_its_port_is_taken(port: int, served: Installation) -> None:
    refused = served.run("serve", f"--port={port}", code=2)
    assert refused.stderr.count("\n") == 1
    served.run("backup", str(served.data / "copy.zip"))
    refused = served.run("restore", str(served.data / "copy.zip"), "--yes", code=2)
    assert f":{port}" in refused.stderr


def test_a_body_that_is_too_large_is_refused_before_it_is_read(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as sender:
        sender.sendall(
            b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999999\r\n\r\nx"
        )
        assert sender.recv(100).startswith(b"HTTP/1.1 413")
