"""A chat program on this machine: it keeps what robots bring, and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Chat:
    """`brought` are (path, parameters, body); `answer` is (status, body, headers)."""

    url: str = ""
    brought: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    answer: tuple[int, object, dict[str, str]] = (200, {"errcode": 0, "errmsg": "ok"}, {})


@contextmanager
def chat_program() -> Iterator[Chat]:
    """Served until the block ends."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked_for = {name: values[0] for name, values in parse_qs(asked.query).items()}
            chat.brought.append((asked.path, asked_for, body))
            status, answer, headers = chat.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_args: object) -> None:
            """Nothing on the console."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    chat.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
