"""A logged-in person at the program's own door: whole requests, without the network."""

import io
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import CommandError

Application = Callable[..., Iterable[bytes]]


class Answer(NamedTuple):
    """What came back; `size` is the body as sent, compressed as for a browser."""

    status: int
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body)


class Visitor:
    """Somebody with cookies; each request runs through all middleware, like a browser's."""

    def __init__(self, application: Application, *, token: str = "") -> None:
        self._application = application
        self._token = token
        self._cookies: SimpleCookie = SimpleCookie()

    def log_in(self, username: str, password: str) -> "Visitor":
        """Through the log-in page."""
        self.get("/login/")
        answer = self.post("/login/", {"username": username, "password": password})
        if answer.status not in {302, 303}:
            raise CommandError(f"{username} cannot log in: {answer.status}")
        return self

    def get(self, path: str, *, is_fragment: bool = False) -> Answer:
        return self._request("GET", path, is_fragment=is_fragment)

    def post(self, path: str, data: dict[str, Any], *, is_fragment: bool = False) -> Answer:
        secret = self._cookies[settings.CSRF_COOKIE_NAME].value
        body = urlencode({**data, "csrfmiddlewaretoken": secret}, doseq=True).encode()
        return self._request("POST", path, body=body, is_fragment=is_fragment)

    def send(self, path: str, body: bytes) -> Answer:
        """As a program posts it, without a secret of a form."""
        return self._request("POST", path, body=body, is_fragment=False)

    def _request(self, method: str, path: str, *, body: bytes = b"", is_fragment: bool) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _info: Any = None) -> None:
            started.append((status, headers))

        chunks = self._application(self._environ(method, path, body, is_fragment), start)
        try:
            content = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started[0]
        for name, value in headers:
            if name == "Set-Cookie":
                self._cookies.load(value)
        return Answer(int(status.split()[0]), content)

    def _environ(self, method: str, path: str, body: bytes, is_fragment: bool) -> dict[str, Any]:  # noqa: FBT001
        place, _mark, query = path.partition("?")
        cookies = "; ".join(f"{key}={row.value}" for key, row in self._cookies.items())
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8800",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8800",
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if cookies:
            environ["HTTP_COOKIE"] = cookies
        if is_fragment:
            environ["HTTP_HX_REQUEST"] = "true"
        if self._token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self._token}"
        return environ
