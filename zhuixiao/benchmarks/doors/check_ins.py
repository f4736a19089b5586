"""A company's morning at the door: everybody signs in for work and at customers from the phone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import CommandError
from django.utils import timezone

from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.sessions import SessionStore
from zhuixiao.customers.models import Customer
from zhuixiao.field.models import Punch, Visit

from .door import Taken
from .wire import post, send_all

PEOPLE, EACH, CLIENTS = 500, 20, 16
# 10,000 within a minute.
PROMISED = 10_000 / 60
# Of the items so many are sent twice, as a phone does that lost the answer.
_REPEATED = 10
_BACKEND = "zhuixiao.accounts.backends.EmployeeBackend"
_SECRET = "a" * 32
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class _Request:
    """What goes over the wire, and the numbers of the items in it."""

    items: Sequence[UUID]
    wire: bytes


def run(port: int, *, people: int = PEOPLE) -> list[Taken]:
    """10,000 punches, then 10,000 items of which half are punches and half begin visits, then such
    items as phones send them that were without network: all that waits in one request. A tenth
    comes again and must get the same answer. Every one has to be there once."""
    rows = Employee.objects.filter(role__key="sales", is_active=True).order_by("pk")[:people]
    return [
        _herd(port, rows, "punches", visits=False),
        _herd(port, rows, "punches and visits", visits=True),
        _herd(port, rows, f"the same, {EACH} a request", visits=True, size=EACH),
    ]


def _herd(port: int, rows: Sequence[Employee], name: str, *, visits: bool, size: int = 1) -> Taken:
    made = [_requests(person, visits=visits, size=size) for person in rows]
    clients: list[list[_Request]] = [[] for _number in range(CLIENTS)]
    for turn in range(EACH // size):
        for number, requests in enumerate(made):
            for _again in range(1 + (number % _REPEATED == turn % _REPEATED)):
                clients[number % CLIENTS].append(requests[turn])
    sent = send_all(port, [[request.wire for request in client] for client in clients])
    items_sent = {item for client in clients for request in client for item in request.items}
    kept = sum(
        model.objects.filter(employee__in=[person.pk for person in rows])
        .filter(client_id__in=chunk)
        .count()
        for model in (Punch, Visit)
        for chunk in _chunks(sorted(items_sent))
    )
    if set(sent.statuses) != {200} or kept != len(items_sent):
        raise CommandError(f"of {len(items_sent)} check-ins {kept} were kept: {sent.statuses}")
    _check_answers(clients, sent.bodies)
    key = f"{name} of {len(rows)} people, {CLIENTS} connections"
    return Taken(key, PROMISED, kept, sent.seconds, again=sent.count * size - kept)


def _check_answers(
    clients: Sequence[Sequence[_Request]], bodies: Sequence[Sequence[bytes]]
) -> None:
    """Whoever sends again is led to the same page, and told that it came again."""
    first: dict[UUID, str] = {}
    for requests, told in zip(clients, bodies, strict=True):
        for request, body in zip(requests, told, strict=True):
            whole = json.loads(body)
            answers = whole.get("answers", [whole])
            for item, answer in zip(request.items, answers, strict=True):
                due = (first.get(item, answer["url"]), item in first)
                first[item] = answer["url"]
                if (answer["url"], answer["is_repeated"]) != due:
                    raise CommandError("an item that came again got another answer")


def _requests(person: Employee, *, visits: bool, size: int) -> list[_Request]:
    """A person's items in their order, so many a request."""
    headers = _headers(person)
    items = list(_items(person, visits=visits))
    made = []
    for first in range(0, len(items), size):
        some = items[first : first + size]
        if size == 1:
            form = urlencode(some[0]).encode()
            wire = post("/field/m/outbox", form, **headers, Content_Type=_FORM)
        else:
            body = json.dumps(some).encode()
            wire = post("/field/m/outbox/several", body, **headers, Content_Type=_JSON)
        made.append(_Request([UUID(item["client_id"]) for item in some], wire))
    return made


def _headers(person: Employee) -> dict[str, str]:
    """A session as logging in leaves it: 500 passwords would take longer than the check-ins."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    cookies = zip(names, (session.session_key, _SECRET), strict=True)
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies),
        "X_CSRFToken": _SECRET,
    }


def _items(person: Employee, *, visits: bool) -> Iterator[dict[str, str]]:
    mine = Customer.objects.filter(owner=person).order_by("pk").values_list("pk", flat=True)
    customers = list(mine[:EACH]) if visits else []
    begin = timezone.now() - timedelta(minutes=EACH)
    for number in range(EACH):
        at = begin + timedelta(minutes=number)
        if number % 2 and customers:
            told: dict[str, object] = {"customer": customers[number % len(customers)]}
            yield _item("visit.in", told, at)
        else:
            yield _item("attendance.punch", {"is_in": number % 4 == 0}, at)


def _item(kind: str, values: dict[str, object], at: datetime) -> dict[str, str]:
    return {
        "kind": kind,
        "client_id": str(uuid4()),
        "claimed_at": at.isoformat(),
        "sent_at": timezone.now().isoformat(),
        "latitude": "23.13",
        "longitude": "113.32",
        "accuracy": "15",
        "values": json.dumps(values),
    }


def _chunks(items: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """SQLite takes so many values at once."""
    for first in count(step=500):
        if first >= len(items):
            return
        yield items[first : first + 500]
