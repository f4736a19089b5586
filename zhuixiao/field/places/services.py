"""Asking a map service what a place is called: four wire formats, one answer.

Each draws in a datum of its own; positions are WGS-84 in here and converted on the way out.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from zhuixiao.kit.geo import Datum, Position
from zhuixiao.kit.text.normal import clean

from ..choices.places import Service, Trouble

_SECONDS = 8
_MOST_BYTES = 200_000
_LENGTH = 200


class Refused(Exception):
    """The service takes nothing more of us: `trouble` is why, `said` its own number and words."""

    def __init__(self, trouble: Trouble, said: str) -> None:
        super().__init__(said)
        self.trouble, self.said = trouble, said[:120]


class NotNow(Exception):
    """It does not answer, or not so fast; asked again later it may."""


@dataclass(frozen=True)
class _Format:
    """`query` makes the parameters of a place as the service draws it and the key; `code` is what
    the answer says of itself, with words, and `name` the place in a good one."""

    url: str
    datum: Datum
    query: Callable[[float, float, str], Mapping[str, str]]
    code: Callable[[Mapping[str, Any]], tuple[str, object]]
    name: Callable[[Mapping[str, Any]], object]
    good: str
    nothing: frozenset[str]
    quota: frozenset[str]
    key: frozenset[str]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Whoever answers with another address is not told the key there."""


def ask(place: Position) -> str:
    """What the service of the settings calls a place, "" for what it has no name for. Raises
    Refused, NotNow."""
    wire = _FORMATS[Service(settings.PLACES_SERVICE)]
    latitude, longitude = place.to(wire.datum)
    query = wire.query(round(latitude, 6), round(longitude, 6), settings.PLACES_KEY)
    answer = _get(f"{settings.PLACES_URL or wire.url}?{urlencode(query)}")
    code, said = wire.code(answer)
    if code in wire.nothing:
        return ""
    if code in wire.quota:
        raise Refused(Trouble.QUOTA, f"{code} {said}")
    if code in wire.key:
        raise Refused(Trouble.KEY, f"{code} {said}")
    if code != wire.good:
        raise NotNow(f"{code} {said}"[:120])
    try:
        name = wire.name(answer)
    except (LookupError, TypeError, AttributeError):
        raise NotNow("no place in the answer") from None
    # Amap writes an empty list for an empty text.
    return " ".join(clean(name).split())[:_LENGTH] if isinstance(name, str) else ""


def _get(url: str) -> Mapping[str, Any]:
    """The errors of the network carry the address, and that the key: none of them goes on."""
    request = Request(url, headers={"Accept": "application/json"})  # noqa: S310  (of a setting)
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            body = answer.read(_MOST_BYTES)
    except HTTPError as error:
        if error.code not in {401, 403}:
            raise NotNow(f"HTTP {error.code}") from None
        # Tianditu refuses a key by the status, with the reason in the body.
        body = error.read(_MOST_BYTES)
        told = _read(body) or {"code": str(error.code)}
        return {"status": "", **told}
    except OSError as error:
        raise NotNow(type(error).__name__) from None
    found = _read(body)
    if found is None:
        raise NotNow("no answer of the service")
    return found


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _codes(*codes: int) -> frozenset[str]:
    return frozenset(map(str, codes))


def _tianditu_code(answer: Mapping[str, Any]) -> tuple[str, object]:
    """ "0" is good and "404" nothing; what it says of keys has another shape and no list."""
    status, said = str(answer.get("status", "")), answer.get("msg") or answer.get("code") or ""
    if "code" not in answer:
        return status, said
    is_quota = any(word in str(said) for word in ("上限", "配额", "超限"))
    return "quota" if is_quota else "key", said


# Chinese on purpose above: what Tianditu answers. Codes of the others from their documents:
# https://lbs.amap.com/api/webservice/guide/tools/info
# https://lbs.qq.com/service/webService/webServiceGuide/status
# https://lbsyun.baidu.com/index.php?title=webapi/appendix
# http://lbs.tianditu.gov.cn/server/geocoding.html
_FORMATS = {
    Service.AMAP: _Format(
        url="https://restapi.amap.com/v3/geocode/regeo",
        datum=Datum.GCJ02,
        query=lambda lat, lng, key: {"location": f"{lng},{lat}", "output": "json", "key": key},
        code=lambda answer: (str(answer.get("infocode", "")), answer.get("info", "")),
        name=lambda answer: answer["regeocode"]["formatted_address"],
        good="10000",
        nothing=frozenset(),
        quota=_codes(10003, 10010, 10044, 10045, 40000, 40002),
        key=_codes(10001, 10002, 10005, 10006, 10007, 10008, 10009, 10012, 10013, 10026, 10041),
    ),
    Service.TENCENT: _Format(
        url="https://apis.map.qq.com/ws/geocoder/v1/",
        datum=Datum.GCJ02,
        query=lambda lat, lng, key: {"location": f"{lat},{lng}", "key": key},
        code=lambda answer: (str(answer.get("status", "")), answer.get("message", "")),
        name=lambda answer: answer["result"]["address"],
        good="0",
        nothing=_codes(347),
        quota=_codes(121),
        key=_codes(110, 111, 112, 113, 190, 199, 311),
    ),
    Service.BAIDU: _Format(
        url="https://api.map.baidu.com/reverse_geocoding/v3/",
        datum=Datum.BD09,
        query=lambda lat, lng, key: {
            "location": f"{lat},{lng}",
            "coordtype": "bd09ll",
            "output": "json",
            "ak": key,
        },
        code=lambda answer: (
            str(answer.get("status", "")),
            answer.get("message") or answer.get("msg") or "",
        ),
        name=lambda answer: answer["result"]["formatted_address"],
        good="0",
        nothing=frozenset(),
        quota=_codes(4, 301, 302),
        key=_codes(3, 5, 101, 200, 201, 202, 203, 210, 211, 240, 250, 251, 252, 260, 261),
    ),
    Service.TIANDITU: _Format(
        url="https://api.tianditu.gov.cn/geocoder",
        datum=Datum.WGS84,
        query=lambda lat, lng, key: {
            "postStr": json.dumps({"lon": lng, "lat": lat, "ver": 1}),
            "type": "geocode",
            "tk": key,
        },
        code=_tianditu_code,
        name=lambda answer: answer["result"]["formatted_address"],
        good="0",
        nothing=_codes(404),
        quota=frozenset({"quota"}),
        key=frozenset({"key"}),
    ),
}
