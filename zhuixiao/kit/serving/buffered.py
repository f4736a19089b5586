"""Between the network and Django: a request takes a thread only when it is here completely.

Without this, as many people as there are threads, uploading over bad mobile networks, would stop
everybody else (measured: 17 slow uploads at 16 threads). Here a slow sender costs a buffer.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]

from .crews import Crews

logger = logging.getLogger(__name__)

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Headers = list[tuple[str, str]]

# Larger bodies wait on the disk.
IN_MEMORY = 256 * 1024


class Buffered:
    """An RSGI application for granian around a WSGI one; `begin` and `end` run once per worker."""

    def __init__(
        self,
        wsgi: Wsgi,
        *,
        crews: Crews,
        most_bytes: int,
        begin: Callable[[], Callable[[], None]],
    ) -> None:
        self._wsgi = wsgi
        self._most = most_bytes
        self._begin = begin
        self._end: Callable[[], None] = lambda: None
        self._crews = crews

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        self._end = self._begin()

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        self._crews.dismiss()
        self._end()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            if not await self._receive(scope, protocol, body):
                protocol.response_str(413, [("content-type", "text/plain")], "too large")
                return
            environ = _environ(scope, cast("IO[bytes]", body))
            loop = asyncio.get_running_loop()
            pool, call = self._crews.chosen(scope.path, self._call)
            answer = await loop.run_in_executor(pool, call, environ)
            await self._send(answer, protocol, pool)

    async def _receive(self, scope: Scope, protocol: HTTPProtocol, body: Any) -> bool:
        """Read the body; False as soon as it is, or says it is, too large."""
        announced = scope.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._most:
            return False
        if scope.method in {"GET", "HEAD"} and not announced:
            return True
        size = 0
        async for chunk in protocol:
            size += len(chunk)
            if size > self._most:
                return False
            body.write(chunk)
        body.seek(0)
        return True

    def _call(self, environ: dict[str, Any]) -> "_Answer":
        """In a thread: Django makes the answer; a file or a stream is left to be sent."""
        status, headers = 500, list[tuple[str, str]]()

        def start(line: str, given: Headers, _error: object = None) -> None:
            nonlocal status, headers
            status, headers = int(line.split(" ", 1)[0]), given

        try:
            result = self._wsgi(environ, start)
            if isinstance(result, _File):
                return _Answer(status, headers, path=result.path, rest=result)
            if getattr(result, "streaming", False):
                return _Answer(status, headers, rest=result)
            content = b"".join(result)
            _close(result)
            return _Answer(status, headers, content=content)
        except Exception:
            logger.exception("request failed outside Django")
            return _Answer(500, [("content-type", "text/plain")], content=b"error")

    async def _send(self, answer: "_Answer", protocol: HTTPProtocol, pool: Executor) -> None:
        if answer.rest is None:
            protocol.response_bytes(answer.status, answer.headers, answer.content)
            return
        loop = asyncio.get_running_loop()
        try:
            if answer.path:
                protocol.response_file(answer.status, answer.headers, answer.path)
                return
            stream = protocol.response_stream(answer.status, answer.headers)
            chunks = iter(answer.rest)
            while (chunk := await loop.run_in_executor(pool, next, chunks, None)) is not None:
                await stream.send_bytes(chunk)
        finally:
            await loop.run_in_executor(pool, _close, answer.rest)


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Headers
    content: bytes = b""
    path: str = ""
    rest: Iterable[bytes] | None = None


class _File:
    """The `wsgi.file_wrapper`: a whole file on the disk is sent by the server itself."""

    streaming = True

    def __init__(self, file: IO[bytes], block_size: int = 65536) -> None:
        self._file = file
        self._block_size = block_size
        is_whole = isinstance(file, io.BufferedReader) and file.tell() == 0
        self.path = file.name if is_whole and isinstance(file.name, str) else ""

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(self._block_size), b"")

    def close(self) -> None:
        self._file.close()


def _close(result: object) -> None:
    if hasattr(result, "close"):
        result.close()


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) names it."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "HTTP_HOST": scope.authority or f"{host}:{port}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _File,
    }
    several: dict[str, list[str]] = {}
    for name, value in scope.headers.items():
        # X_Forwarded_For would come out as X-Forwarded-For does, past every proxy.
        if "_" not in name:
            several.setdefault(name.upper().replace("-", "_"), []).append(value)
    for key, values in several.items():
        joined = ("; " if key == "COOKIE" else ",").join(values)
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = joined
    environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
    body.seek(0)
    return environ
