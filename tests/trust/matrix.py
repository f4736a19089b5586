"""The engine of the matrix: one cell is one request, judged by the oracle and by inspectors."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from zlib import crc32

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.trust import writes
from tests.trust.oracle import COPY_KINDS, Oracle, Relation
from tests.trust.roads import Road
from tests.trust.scene import COPIES, Scene
from tests.trust.table import API_BODIES, PAGE_BODIES
from zhuixiao.accounts.models import Employee

BACKEND = "zhuixiao.accounts.backends.EmployeeBackend"
REFUSED = {401, 403, 404, 405}
# Whoever may use a road gets an answer; an empty form may well be called wrong.
ANSWERED = {200, 201, 202, 204, 302, 303, 400, 405, 409, 410, 422, 429}
# Roads that answer a person who may use them with a refusal that is none: set-up is over, nobody
# waits for a code, logging out leads to the log-in, nothing is there to be moved; and the readiness
# page tells of the machine.
ODD = {"kit:readyz", "setup", "login-code", "logout", "activities:calendar_move"}


@dataclass(frozen=True)
class Cell:
    """One request of one reader about one copy's record."""

    oracle: Oracle
    name: str
    reader: Employee | None
    road: Road
    method: str
    copy: str

    def __str__(self) -> str:
        return f"{self.name} {self.method} {self.road.name} of {self.copy}"


# Says what is wrong with the answer to a cell, given the statements that wrote; "" when nothing is.
Inspector = Callable[[Cell, HttpResponse, Sequence[str]], str]


@dataclass
class Findings:
    """What was wrong, and how many cells were looked at."""

    wrong: list[str] = field(default_factory=list)
    cells: int = 0


@dataclass
class Visitor:
    """One reader with a browser that was logged in, and with a token."""

    scene: Scene
    name: str

    def __post_init__(self) -> None:
        self.person: Employee | None = self.scene.readers[self.name]
        self.client = Client(raise_request_exception=False)
        if self.person is not None:
            # The person as it was: the session of one who left since must not serve any more.
            self.client.force_login(self.person, backend=BACKEND)
        self.cookies = self.client.cookies.copy()
        self.secret = self.scene.secrets.get(self.name, "")

    def try_out(self, road: Road, method: str, copy: str) -> HttpResponse:
        """The answer about the copy's record; what it wrote is taken back."""
        ids = {kind: self.scene.find(copy, kind) for kind in road.kinds.values()}
        with transaction.atomic():
            answer = self.ask(road, method, road.path(ids))
            transaction.set_rollback(True)
        return answer

    def ask(self, road: Road, method: str, path: str) -> HttpResponse:
        """A plain page load, an htmx write with an empty form, or an API call with a good body."""
        # Logging out is a road too, and its cookies must not go along on the next.
        self.client.cookies = SimpleCookie(self.cookies)
        if road.is_api:
            headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
            body = "" if method == "GET" else json.dumps(API_BODIES.get(road.name, {}))
            return self.client.generic(  # type: ignore[return-value]
                method, path, body, content_type="application/json", headers=headers
            )
        form = PAGE_BODIES.get(road.name, {})
        if method == "GET":
            return self.client.get(path, form)  # type: ignore[return-value]
        return self.client.post(  # type: ignore[return-value]
            path, form, headers={"HX-Request": "true"}, QUERY_STRING=urlencode(form)
        )


def look(visitor: Visitor, roads: list[Road], inspectors: Sequence[Inspector] = ()) -> Findings:
    """All cells of one reader, each taken back."""
    oracle, found = Oracle(visitor.scene), Findings()
    for road, method, copy in _cells(oracle, visitor.person, roads):
        cell = Cell(oracle, visitor.name, visitor.person, road, method, copy)
        with writes.noticed() as written:
            answer = visitor.try_out(road, method, copy)
        found.cells += 1
        said = [_judged(cell, answer, written)]
        said += [inspector(cell, answer, written) for inspector in inspectors]
        found.wrong += [f"{cell}: {text}" for text in said if text]
    return found


def is_breakdown(answer: HttpResponse, road: Road) -> bool:
    """A status of 500 and above; only the readiness page means its 503."""
    return answer.status_code >= 500 and road.name != "kit:readyz"


def is_refusal(answer: HttpResponse) -> bool:
    """Whether the answer lets nobody in."""
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    return answer.status_code in REFUSED or to_login


def copies(oracle: Oracle, reader: Employee | None, road: Road) -> list[list[str]]:
    """The copies that a road has records of, those to which the reader stands alike together."""
    if not COPY_KINDS & set(road.kinds.values()):
        return [["zheng"]]
    alike: dict[Relation, list[str]] = {}
    for copy in COPIES:
        if all(oracle.scene.find(copy, kind) is not None for kind in road.kinds.values()):
            alike.setdefault(oracle.relation(reader, road, copy), []).append(copy)
    return list(alike.values())


def _cells(
    oracle: Oracle, reader: Employee | None, roads: list[Road]
) -> Iterator[tuple[Road, str, str]]:
    """Route, method, copy. Of copies that are alike one speaks for all, by turns from road to road;
    settings are the same for every copy."""
    for road in roads:
        for alike in copies(oracle, reader, road):
            copy = alike[crc32(road.name.encode()) % len(alike)]
            for method in road.methods:
                yield road, method, copy


def _judged(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    """What is wrong with the answer as to who may do what."""
    oracle, reader, road, status = cell.oracle, cell.reader, cell.road, answer.status_code
    if is_breakdown(answer, road):
        return str(status)
    if not oracle.allowed(reader, road, cell.copy):
        return _judged_as_refused(cell, answer, written)
    if reader is not None and not oracle.acts(reader, road, cell.copy):
        is_half = cell.method != "GET" and is_refusal(answer) and written
        return f"refused by a rule, yet it wrote: {written[0][:80]}" if is_half else ""
    if road.name in ODD:
        return ""
    is_answered = status in ANSWERED and (status == 405 or not is_refusal(answer))
    return "" if is_answered else f"{status}, but it is allowed"


def _judged_as_refused(cell: Cell, answer: HttpResponse, written: Sequence[str]) -> str:
    if not is_refusal(answer):
        return f"{answer.status_code}, but it should be refused"
    if written:
        return f"refused, yet it wrote: {written[0][:80]}"
    if cell.oracle.permitted(cell.reader, cell.road) and answer.status_code not in {404, 405}:
        return f"{answer.status_code}, which tells that there is such a record"
    return ""
