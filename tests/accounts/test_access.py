"""Scopes, fields and tokens: the one place that decides."""

import pytest
from django.db.models import Q

from tests.world import World, actor, role
from zhuixiao.accounts import permissions
from zhuixiao.accounts.access import Access, field_grant
from zhuixiao.accounts.actions import roles
from zhuixiao.accounts.choices import DepartmentKind, FieldAccess
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.errors import NotAllowed, RuleError


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> permissions.Module:
    """A module as an app registers it, with a sensitive field."""
    module = permissions.Module(
        key="letters",
        label="Letters",
        actions=["view", "edit"],
        fields={"letters.phone": "Phone"},
        defaults={
            "sales": ("own", ["view", "edit"]),
            "manager": ("subtree", ["view", "edit"]),
            "finance": ("department", ["view"]),
            "boss": ("all", ["view", "edit"]),
        },
        field_defaults={"letters.phone": {"finance": "masked"}},
    )
    monkeypatch.setitem(permissions._modules, module.key, module)
    return module


def seen(employee: Employee) -> set[str]:
    """Employees stand in for records: owned by themselves, in their department."""
    condition = employee.access.q("letters", owner="pk", department="department_id")
    return set(Employee.objects.filter(condition).values_list("name", flat=True))


def test_each_scope_sees_its_own_rows(world: World, letters: permissions.Module) -> None:
    assert seen(world.zheng) == {"郑斌"}
    assert seen(world.finance) == {"廖利", "曾明", "杨爽"}
    assert seen(world.manager) == {"周平", "郑斌", "陈敏", "苏细莲"}
    assert len(seen(world.boss)) == 8
    assert seen(world.admin) == set()


def test_nobody_sees_beyond_the_branch_or_the_dealer_that_he_works_for(
    world: World, letters: permissions.Module
) -> None:
    branch = Employee.objects.with_access().get(pk=world.su.pk)
    branch.role = world.boss.role
    assert seen(branch) == {"周平", "郑斌", "陈敏", "苏细莲"}
    Department.objects.filter(pk=world.shenzhen.pk).update(kind=DepartmentKind.AGENT)
    dealer = Employee.objects.with_access().get(pk=world.su.pk)
    dealer.role = world.boss.role
    assert seen(dealer) == {"苏细莲"}
    assert list(Employee.objects.known_to(dealer)) == [world.su]


def test_an_inactive_person_sees_nothing(world: World, letters: permissions.Module) -> None:
    world.boss.is_active = False
    assert Access(world.boss).q("letters") == Q(pk__in=[])


def test_a_token_narrows_and_never_widens(world: World, letters: permissions.Module) -> None:
    narrowed = world.finance.access.narrowed_to(frozenset({"letters.view", "letters.edit"}))
    assert narrowed.may("letters", "view")
    assert not narrowed.may("letters", "edit")
    assert not narrowed.may("accounts", "view")


def test_fields_follow_the_role(world: World, letters: permissions.Module) -> None:
    assert world.finance.access.field("letters.phone") is FieldAccess.MASKED
    assert world.zheng.access.field("letters.phone") is FieldAccess.WRITE


def test_an_edited_matrix_holds_and_goes_back(world: World, letters: permissions.Module) -> None:
    by, sales = actor(world.boss), role("sales")
    grants = roles.grants_of(sales)
    wider = roles.Grants(
        {**grants.modules, "letters": ("all", ["view"])},
        {**grants.fields, "letters.phone": "hidden"},
    )
    roles.change(by=by, role=sales, name="销售", needs_totp=False, grants=wider)
    zheng = Employee.objects.with_access().get(pk=world.zheng.pk)
    assert seen(zheng) == {"周平", "郑斌", "陈敏", "苏细莲"}
    assert not zheng.access.may("letters", "edit")
    assert zheng.access.field("letters.phone") is FieldAccess.HIDDEN
    assert role("sales").grants["modules"].keys() == {"letters"}
    roles.reset(by=by, role=sales)
    assert role("sales").grants == {}


def test_only_what_differs_from_the_defaults_is_stored(
    world: World, letters: permissions.Module
) -> None:
    sales = role("sales")
    grants = roles.grants_of(sales)
    roles.change(by=actor(world.boss), role=sales, name="业务", needs_totp=False, grants=grants)
    assert role("sales").grants == {"modules": {}, "fields": {}}


def test_a_role_is_edited_only_from_above(world: World) -> None:
    admin, boss = role("admin"), role("boss")
    with pytest.raises(NotAllowed):
        roles.reset(by=actor(world.admin), role=admin)
    with pytest.raises(NotAllowed):
        roles.reset(by=actor(world.admin), role=boss)
    with pytest.raises(NotAllowed):
        roles.reset(by=actor(world.manager), role=role("sales"))


def test_the_boss_cannot_lock_himself_out(world: World) -> None:
    boss = role("boss")
    grants = roles.grants_of(boss)
    without = roles.Grants({**grants.modules, "accounts": ("all", ["view"])}, grants.fields)
    with pytest.raises(RuleError):
        roles.change(by=actor(world.boss), role=boss, name="老板", needs_totp=False, grants=without)


def test_an_own_role_follows_the_defaults_of_its_source(
    world: World, letters: permissions.Module
) -> None:
    copy = roles.copy(by=actor(world.boss), source=role("finance"), name="出纳")
    assert roles.grants_of(copy).modules["letters"] == ("department", ["view"])
    assert field_grant(copy, "letters.phone") is FieldAccess.MASKED
    roles.remove(by=actor(world.boss), role=copy)


def test_a_role_that_people_have_stays(world: World) -> None:
    with pytest.raises(RuleError):
        roles.remove(by=actor(world.boss), role=role("sales"))
