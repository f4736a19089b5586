"""A map service on this machine: it keeps what it is asked, and answers as it is told."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from tests.field.tracks.conftest import phone, phone_of

__all__ = ["phone", "phone_of"]

KEY = "k-3f9a77c1"
# Good answers as the documents of the services show them, cut short.
GOOD: dict[str, Any] = {
    "amap": {
        "status": "1",
        "info": "OK",
        "infocode": "10000",
        "regeocode": {
            "formatted_address": "广东省广州市天河区天河南街道天河体育中心",
            "addressComponent": {"province": "广东省", "adcode": "440106"},
        },
    },
    "tencent": {
        "status": 0,
        "message": "query ok",
        "result": {
            "address": "广东省广州市天河区天河南街道天河体育中心",
            "formatted_addresses": {"recommend": "天河体育中心"},
        },
    },
    "baidu": {
        "status": 0,
        "result": {"formatted_address": "广东省广州市天河区天河南街道天河体育中心"},
    },
    "tianditu": {
        "status": "0",
        "msg": "ok",
        "result": {
            "formatted_address": "广东省广州市天河区天河南街道天河体育中心",
            "addressComponent": {"city": "广州市天河区"},
        },
    },
}
EMPTY: dict[str, Any] = {
    "amap": {**GOOD["amap"], "regeocode": {"formatted_address": [], "addressComponent": {}}},
    "tencent": {"status": 0, "message": "query ok", "result": {"address": ""}},
    "baidu": {"status": 0, "result": {"formatted_address": ""}},
    "tianditu": {"status": "404", "msg": "没有查询到结果"},
}
# (status of HTTP, answer)
BAD_KEY: dict[str, Any] = {
    "amap": (200, {"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"}),
    "tencent": (200, {"status": 311, "message": "key格式错误"}),
    "baidu": (200, {"status": 200, "message": "APP不存在，AK有误请检查再重试"}),
    "tianditu": (403, {"code": 1, "msg": "非法Key", "resolve": "请到API控制台重新申请Key"}),
}
QUOTA: dict[str, Any] = {
    "amap": (200, {"status": "0", "info": "DAILY_QUERY_OVER_LIMIT", "infocode": "10003"}),
    "tencent": (200, {"status": 121, "message": "此key每日调用量已达到上限"}),
    "baidu": (200, {"status": 302, "message": "天配额超限，限制访问"}),
    "tianditu": (403, {"code": 12, "msg": "调用次数已达上限"}),
}
TOO_FAST: dict[str, Any] = {
    "amap": (200, {"status": "0", "info": "ACCESS_TOO_FREQUENT", "infocode": "10004"}),
    "tencent": (200, {"status": 120, "message": "此key每秒请求量已达到上限"}),
    "baidu": (200, {"status": 401, "message": "当前并发量已经超过约定并发配额，限制访问"}),
    "tianditu": (429, {}),
}


@dataclass
class MapService:
    """`asked` are the parameters of every request; `answer` is (status, body, headers)."""

    name: str
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    answer: tuple[int, Any, dict[str, str]] = (200, {}, {})
    seconds: float = 0

    def says(self, body: Any, status: int = 200, **headers: str) -> None:
        self.answer = (status, body, headers)


Serve = Callable[[str], MapService]


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """serve("amap") -> the service of the settings, with a good answer."""
    service = MapService("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = parse_qs(urlsplit(self.path).query)
            service.asked.append({name: values[0] for name, values in parameters.items()})
            time.sleep(service.seconds)
            status, body, headers = service.answer
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)
            except OSError:
                """Nobody waits any more."""

        def log_message(self, *_args: object) -> None:
            """Nothing on the console."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/geo"

    def set_up(name: str) -> MapService:
        settings.PLACES_SERVICE, settings.PLACES_KEY = name, KEY
        settings.PLACES_URL = service.url
        service.name = name
        service.says(GOOD[name])
        return service

    try:
        yield set_up
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
