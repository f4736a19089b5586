"""What is set or read for the whole company is closed to who works for a dealer, whatever the role
says."""

import pytest
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.actions import departments, employees, groups
from zhuixiao.accounts.choices import DepartmentKind
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import flows
from zhuixiao.customers.actions import deduplicating, distributing, guarding, pools
from zhuixiao.kit.errors import NotAllowed, RuleError

pytestmark = pytest.mark.django_db
PAGES = (
    "accounts:groups",
    "accounts:group-new",
    "accounts:employee-new",
    "accounts:department-new",
    "accounts:roles",
    "accounts:audit",
    "approvals:flows",
    "approvals:flow-new",
    "customers:assigning",
    "customers:assign-pause",
    "customers:assign-new",
    "customers:duplicate-rules",
    "customers:guarding",
    "customers:guarding-rules",
    "customers:pool-new",
    "customers:pool-settings",
    "customers:cap-new",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", ["boss", "admin"])
def test_a_dealer_s_boss_opens_no_settings_of_the_company(
    world: World, client_of: ClientOf, page: str, key: str
) -> None:
    dealer = as_dealer(world, key)
    assert client_of(world.boss).get(reverse(page)).status_code == 200
    assert client_of(dealer).get(reverse(page)).status_code == 403


def test_he_is_offered_no_way_to_them_and_keeps_the_rest(world: World, client_of: ClientOf) -> None:
    client = client_of(as_dealer(world, "boss"))
    page = client.get(reverse("settings")).content.decode()
    for name in ("accounts:groups", "approvals:flows", "customers:pool-settings", "accounts:audit"):
        assert reverse(name) not in page
    assert client.get(reverse("customers:table")).status_code == 200


def test_no_other_door_is_open_to_him(world: World, api_of: ApiOf) -> None:  # noqa: F811
    dealer = as_dealer(world, "boss")
    api, by = api_of(dealer), actor(dealer)
    assert api("GET", "/roles").status_code == 403
    assert api("POST", "/groups", {"name": "x", "member_ids": [dealer.pk]}).status_code == 403
    for act in (
        lambda: groups.save(by=by, group=None, name="x", members=[dealer]),
        lambda: pools.save_pool(by=by, pool=None, values={}),
        lambda: distributing.save_rule(by=by, rule=None, values={}),
        lambda: distributing.pause(by=by, employee=world.zheng, until=None),
        lambda: guarding.set_rules(by=by, limits={}, watermark=""),
        lambda: deduplicating.save_rules(by=by, rules=[], seen=""),
        lambda: flows.switch(by=by, flow=None, is_enabled=False),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_boss_of_a_branch_keeps_them(world: World, client_of: ClientOf) -> None:
    Employee.objects.filter(pk=world.li.pk).update(role=world.boss.role)
    assert client_of(world.li).get(reverse("customers:pool-settings")).status_code == 200


def test_one_boss_stays_outside_of_dealers(world: World) -> None:
    by = actor(world.boss)
    employees.change(by=by, employee=world.li, version=world.li.version, role=world.boss.role)
    agent = departments.add(by=by, name="代理", parent=world.head_office, kind=DepartmentKind.AGENT)
    employees.change(by=by, employee=world.boss, version=1, department=agent)
    li = actor(Employee.objects.with_access().get(pk=world.li.pk))
    for act in (
        lambda: employees.change(by=li, employee=world.li, version=2, department=agent),
        lambda: departments.move(by=li, department=world.east, parent=agent),
        lambda: departments.change(
            by=li, department=world.east, name="华东", kind=DepartmentKind.AGENT, head=None
        ),
    ):
        with pytest.raises(RuleError, match="老板"):
            act()
