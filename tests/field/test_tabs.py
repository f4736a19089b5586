"""Leave stands among the tabs of attendance, customers nearby among those of visits."""

import re

import pytest

from tests.conftest import ClientOf
from tests.world import World, actor, role
from zhuixiao.accounts.actions import roles
from zhuixiao.accounts.models import Employee

LEAVE, NEARBY = "/field/leave/", "/field/nearby/"


def rail(page: str) -> dict[str, str]:
    """The places that the rail shows: {label: address}."""
    found = re.findall(r'<li><a class="rail-link[^"]*" href="([^"]*)".*? title="([^"]*)"', page)
    return {label: url for url, label in found}


def tabs(page: str) -> list[str]:
    row = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a class="tab[^"]*"[^>]*>([^<]*)</a>', row[0]) if row else []


def without(employee: Employee, *modules: str) -> Employee:
    """The person again, whose role may do nothing in these modules any more."""
    row = role("sales")
    grants = roles.grants_of(row)
    kept = {key: held for key, held in grants.modules.items() if key not in modules}
    fewer = roles.Grants({**kept, **{key: ("own", []) for key in modules}}, grants.fields)
    boss = Employee.objects.get(username="liaoli")
    roles.change(by=actor(boss), role=row, name=row.name, needs_totp=False, grants=fewer)
    again: Employee = Employee.objects.with_access().get(pk=employee.pk)
    return again


def test_leave_is_a_tab_of_attendance(world: World, client_of: ClientOf) -> None:
    page = client_of(world.manager).get(LEAVE).content.decode()
    assert tabs(page) == ["我的考勤", "月表", "补卡", "我的请假", "团队请假", "假期余额"]
    assert rail(page)["考勤"] == "/field/attendance/"
    assert "请假" not in rail(page)
    assert 'is-active" href="/field/attendance/" aria-current="page"' in page
    assert 'title="请假" data-keys="g l"' in page


def test_customers_nearby_are_a_tab_of_visits(world: World, client_of: ClientOf) -> None:
    page = client_of(world.zheng).get(NEARBY).content.decode()
    assert "周边客户" in tabs(page)
    assert "周边客户" not in rail(page)
    assert 'is-active" href="/field/visits/" aria-current="page"' in page


@pytest.mark.parametrize(
    ("module", "label", "path"),
    [("attendance", "请假", LEAVE), ("visits", "周边客户", NEARBY)],
)
def test_who_may_open_only_the_tab_finds_it_in_the_rail(
    world: World, client_of: ClientOf, module: str, label: str, path: str
) -> None:
    page = client_of(without(world.zheng, module)).get(path).content.decode()
    assert rail(page)[label] == path
    assert f'is-active" href="{path}" aria-current="page"' in page
    assert not {"我的考勤", "未拜访客户"} & set(tabs(page))


def test_who_may_not_open_the_tab_does_not_see_it(world: World, client_of: ClientOf) -> None:
    page = client_of(without(world.zheng, "leave")).get("/field/attendance/").content.decode()
    assert tabs(page) == ["我的考勤", "月表", "补卡"]
    assert "请假" not in rail(page)
    assert 'data-keys="g l"' not in page
