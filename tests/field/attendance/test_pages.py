"""The month table, the day behind a cell, the file of it, corrections and the settings."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.attendance.conftest import OFFICE, Sign, at, day_of
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.actions import deciding
from zhuixiao.field.actions import attendance_days, leave_requests
from zhuixiao.field.actions.leave_requests import NewLeave
from zhuixiao.field.choices.attendance import AskState
from zhuixiao.field.leave.counting import Span
from zhuixiao.field.models import (
    AttendanceCorrection,
    AttendanceGroup,
    AttendancePlace,
    LeaveType,
)
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.geo import Datum
from zhuixiao.kit.jobs import run_due
from zhuixiao.kit.sheets import open_book

URL = "/field/attendance/table/?month=2026-03"
CORRECTIONS = "/field/attendance/corrections/"
SETTINGS = "/field/attendance/groups/"
SHIFT = {
    "name": "销售一组",
    "begins_1": "08:30",
    "ends_1": "12:00",
    "begins_2": "13:30",
    "ends_2": "17:30",
    "noon_from": "12:00",
    "noon_until": "13:30",
    "grace": "5",
    "counts_outside": "on",
    "expected_from": "2026-03-01",
}


@pytest.fixture
def monday(world: World, group: AttendanceGroup, sign: Sign) -> None:
    """郑斌 was late, 陈敏 was absent, 李慧 of another branch too."""
    sign("09:12")
    sign("18:10", is_in=False)
    attendance_days.close(at("00:20", days=1))


def test_the_table_shows_the_scope_and_every_cell_opens(
    world: World, monday: None, client_of: ClientOf
) -> None:
    client = client_of(world.manager)
    page = client.get(URL).content.decode()
    row = day_of(world.zheng)
    assert f'mark-late" href="/field/attendance/days/{row.pk}/"' in page
    assert "陈敏" in page
    assert "李慧" not in page
    day = client.get(f"/field/attendance/days/{row.pk}/").content.decode()
    assert ">12 分钟<" in day
    assert "uri.amap.com" in day


def test_a_salesperson_sees_the_own_row_and_no_other_day(
    world: World, monday: None, client_of: ClientOf
) -> None:
    client = client_of(world.chen)
    page = client.get(URL).content.decode()
    assert "陈敏" in page
    assert "郑斌" not in page
    stranger = day_of(world.zheng)
    assert client.get(f"/field/attendance/days/{stranger.pk}/").status_code == 404


def test_a_department_is_chosen(world: World, monday: None, client_of: ClientOf) -> None:
    page = client_of(world.boss).get(f"{URL}&department={world.east.pk}").content.decode()
    assert "李慧" in page
    assert "陈敏" not in page


def test_the_table_becomes_a_file_and_is_logged(
    world: World, monday: None, client_of: ClientOf
) -> None:
    answer = client_of(world.manager).post("/field/attendance/table/export/?month=2026-03")
    assert answer.status_code == 303
    run_due()
    file = StoredFile.objects.get(kind="sales.export")
    with open_book(disk.path_of(file.stored)) as book:
        head, *rows = [list(row) for row in book.rows(book.sheets[0])]
    assert head[:4] == ["员工", "部门", "1", "2"]
    zheng = next(row for row in rows if row[0] == "郑斌")
    assert zheng[3] == "迟到 09:12–18:10"
    assert zheng[33:35] == [1, 1]
    assert AuditEntry.objects.filter(action="export").count() == 1
    salesperson = client_of(world.zheng)
    assert salesperson.post("/field/attendance/table/export/").status_code == 403


def test_a_correction_is_asked_for_and_taken_back_on_its_page(
    world: World, client_of: ClientOf
) -> None:
    client, yesterday = client_of(world.zheng), world.company.today(timezone.now()) - timedelta(1)
    values = {"day": yesterday.isoformat(), "is_in": "1", "at": "08:55", "reason": "手机没电"}
    assert client.post("/field/attendance/corrections/new/", values).status_code == 303
    row = AttendanceCorrection.objects.get()
    assert "手机没电" in client_of(world.manager).get(CORRECTIONS).content.decode()
    assert "手机没电" not in client_of(world.li).get(CORRECTIONS).content.decode()
    assert client_of(world.chen).post(f"{CORRECTIONS}{row.pk}/withdrawal/").status_code == 404
    assert client.post(f"{CORRECTIONS}{row.pk}/withdrawal/").status_code == 303
    row.refresh_from_db()
    assert row.state == AskState.WITHDRAWN


def test_a_group_is_made_with_its_shift(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    answer = client.post(f"{SETTINGS}new/", {**SHIFT, "departments": [world.south.pk]})
    assert answer.status_code == 303
    row = AttendanceGroup.objects.get(name="销售一组")
    pairs = [(one.begins, one.ends, one.earliest, one.latest) for one in row.terms.pairs]
    assert pairs == [(510, 720, 0, 765), (810, 1050, 765, 1439)]
    assert "销售一组" in client.get(SETTINGS).content.decode()
    assert client.get(f"{SETTINGS}{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_1": "08:00"},
        {"begins_2": "11:00"},
        {"ends_2": ""},
        {"noon_until": "11:00"},
        {"grace": "-1"},
        {"departments": []},
        {"name": ""},
        {"earliest_1": "09:00"},
    ],
)
def test_a_shift_that_is_none_is_refused(
    world: World, client_of: ClientOf, wrong: dict[str, object]
) -> None:
    values = {**SHIFT, "departments": [world.south.pk], **wrong}
    assert client_of(world.boss).post(f"{SETTINGS}new/", values).status_code == 422
    assert AttendanceGroup.objects.count() == 1


def test_nobody_belongs_to_two_groups(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    client.post(f"{SETTINGS}new/", {**SHIFT, "people": [world.zheng.pk]})
    again = {**SHIFT, "name": "二组", "people": [world.zheng.pk, world.chen.pk]}
    answer = client.post(f"{SETTINGS}new/", again)
    assert answer.status_code == 422
    assert "销售一组" in answer.content.decode()


def test_a_place_in_coordinates_of_a_chinese_map_is_kept_as_gps(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    lat, lng = OFFICE.to(Datum.GCJ02)
    values = {"name": "仓库", "latitude": lat, "longitude": lng, "datum": "gcj02", "radius": "500"}
    client = client_of(world.boss)
    assert client.post(f"{SETTINGS}{group.pk}/places/new/", values).status_code == 303
    row = AttendancePlace.objects.get(name="仓库")
    assert row.position.metres_to(OFFICE) < 1
    for wrong in (
        {"latitude": "NaN"},
        {"latitude": "1e400"},
        {"longitude": "181"},
        {"radius": "7"},
    ):
        answer = client.post(f"{SETTINGS}{group.pk}/places/new/", {**values, **wrong})
        assert answer.status_code == 422
    client.post(f"/field/attendance/places/{row.pk}/removal/")
    assert not AttendancePlace.objects.filter(pk=row.pk).exists()


def test_the_group_of_everybody_stays(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    client: Client = client_of(world.boss)
    assert client.post(f"{SETTINGS}{group.pk}/removal/").status_code == 400
    assert client_of(world.manager).get(SETTINGS).status_code == 403


@pytest.mark.parametrize("month", ["9999-12", "9999-11", "0001-01", "0001-02", "1999-12", "x"])
def test_a_month_far_from_ours_is_the_one_that_runs(
    world: World, client_of: ClientOf, month: str
) -> None:
    client = client_of(world.manager)
    for address in ("/field/attendance/", "/field/attendance/table/"):
        answer = client.get(f"{address}?month={month}")
        assert answer.status_code == 200
        today = world.company.today(timezone.now())
        assert answer.context["period"].start == today.replace(day=1)
    first = client.get("/field/attendance/table/?month=2000-01")
    assert first.context["beside"].before is None
    assert client.get("/field/attendance/table/?month=2100-12").context["beside"].after is None


def test_why_somebody_is_on_leave_is_told_to_who_may_see_the_leave(
    world: World, group: AttendanceGroup, client_of: ClientOf
) -> None:
    span = Span(date(2026, 3, 2), date(2026, 3, 3))
    kind = LeaveType.objects.get(name="事假")
    new = NewLeave(type_id=kind.pk, span=span, reason="去医院")
    row = leave_requests.ask(by=actor(world.zheng), client_id=uuid4(), new=new)
    url = "/field/attendance/days/{}/"

    def reads(person: Employee) -> str:
        return client_of(person).get(url.format(day_of(world.zheng).pk)).content.decode()

    request = row.request
    assert request is not None
    deciding.approve(by=actor(world.manager), request=request)
    assert "去医院" in reads(world.manager)
    role = world.manager.role
    role.grants = {"modules": {"leave": {"scope": "own", "actions": ["view"]}}}
    role.save()
    page = reads(world.manager)
    assert "去医院" not in page
    assert "事假" not in page
    assert "请假" in page
    assert "去医院" in reads(world.zheng)
