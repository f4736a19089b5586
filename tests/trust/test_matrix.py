"""Every route x every role x four relations to the record: allowed as declared, else refused.

A refused request writes nothing. What a person may not see answers like what does not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from tests.trust import roads, writes
from tests.trust.oracle import COPY_KINDS, Oracle
from tests.trust.roads import Road
from tests.trust.scene import COPIES, Scene
from zhuixiao.accounts.guards import routes, staff
from zhuixiao.accounts.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

READERS = (
    *("boss", "admin", "manager", "finance", "marketing", "service"),
    *("zheng", "chen", "su", "li", "gone", "nobody"),
)
REFUSED = {401, 403, 404, 405}
# Whoever may use a road gets an answer; an empty form may well be called wrong.
ANSWERED = {200, 201, 202, 204, 302, 303, 400, 405, 409, 410, 422, 429}


@dataclass
class Findings:
    """What was wrong, and how many cells were looked at."""

    wrong: list[str] = field(default_factory=list)
    cells: int = 0

    def add(self, text: str) -> None:
        self.wrong.append(text)


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
            self.client.force_login(
                self.person, backend="zhuixiao.accounts.backends.EmployeeBackend"
            )
        self.secret = self.scene.secrets.get(self.name, "")

    def ask(self, road: Road, method: str, path: str) -> HttpResponse:
        """A plain page load, an htmx write with an empty form, or an API call with `{}`."""
        if road.is_api:
            headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
            body = "" if method == "GET" else "{}"
            return self.client.generic(  # type: ignore[return-value]
                method, path, body, content_type="application/json", headers=headers
            )
        if method == "GET":
            return self.client.get(path)  # type: ignore[return-value]
        return self.client.post(path, {}, headers={"HX-Request": "true"})  # type: ignore[return-value]


def is_refusal(answer: HttpResponse) -> bool:
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    return answer.status_code in REFUSED or to_login


def cells(all_roads: list[Road]) -> Iterator[tuple[Road, str, str]]:
    """Route, method, copy; settings are the same for every copy."""
    for road in all_roads:
        has_copies = COPY_KINDS & set(road.kinds.values())
        for copy in COPIES if has_copies else ("zheng",):
            for method in road.methods:
                yield road, method, copy


def look(scene: Scene, name: str, all_roads: list[Road]) -> Findings:
    """All cells of one reader."""
    visitor, oracle, found = Visitor(scene, name), Oracle(scene), Findings()
    for road, method, copy in cells(all_roads):
        if any(scene.find(copy, kind) is None for kind in road.kinds.values()):
            continue
        with transaction.atomic():
            _cell(visitor, oracle, found, (road, method, copy))
            transaction.set_rollback(True)
    return found


def _cell(visitor: Visitor, oracle: Oracle, found: Findings, cell: tuple[Road, str, str]) -> None:
    road, method, copy = cell
    scene, person = visitor.scene, visitor.person
    where = f"{visitor.name} {method} {road.name} of {copy}"
    ids = {kind: scene.find(copy, kind) for kind in road.kinds.values()}
    with writes.noticed() as written:
        answer = visitor.ask(road, method, road.path(ids))
    found.cells += 1
    status = answer.status_code
    if status >= 500:
        found.add(f"{where}: {status}")
    elif not oracle.allowed(person, road, copy):
        if not is_refusal(answer):
            found.add(f"{where}: {status}, but it should be refused")
        elif oracle.permitted(person, road) and status not in {404, 405}:
            found.add(f"{where}: {status}, which tells that there is such a record")
        if written:
            found.add(f"{where}: refused, yet it wrote: {written[0][:80]}")
    elif person is not None and not oracle.acts(person, road, copy):
        if method != "GET" and is_refusal(answer) and written:
            found.add(f"{where}: refused by a rule, yet it wrote: {written[0][:80]}")
    elif status not in ANSWERED or (is_refusal(answer) and status != 405):
        found.add(f"{where}: {status}, but it is allowed")


@pytest.mark.parametrize("name", READERS)
def test_every_cell_of_the_matrix_answers_as_declared(scene: Scene, name: str) -> None:
    before = writes.fingerprint()
    found = look(scene, name, roads.pages() + roads.operations())
    assert not found.wrong, "\n" + "\n".join(found.wrong)

    assert found.cells > 400
    assert writes.fingerprint() == before
