"""`zhuixiao user`: people without a browser."""

import io
from typing import Any

import pytest
from django.core.management import call_command

from tests.world import World
from zhuixiao.accounts.actions import invitations
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.kit.errors import RuleError

pytestmark = pytest.mark.django_db


def user(*words: str) -> str:
    out = io.StringIO()
    call_command("user", *words, stdout=out)
    return out.getvalue()


def add(**given: Any) -> str:
    values = {"name": "黄芳", "username": "huangfang", "role": "sales", "department": "华南分公司"}
    values |= given
    return user("add", *(part for key, text in values.items() for part in (f"--{key}", text)))


def test_a_new_person_gets_a_link_that_works(world: World) -> None:
    link = add(phone="13900000001").strip()
    invitation = invitations.invitation_of(
        link.rstrip("/").rpartition("/")[2],
        at=Employee.objects.get(username="huangfang").created_at,
    )
    assert invitation.employee.department == world.south
    entry = AuditEntry.objects.filter(action="hire").latest("pk")
    assert (entry.employee, entry.via) == (world.boss, Via.COMMAND)


@pytest.mark.parametrize(
    "given",
    [
        {"role": "king"},
        {"department": "火星"},
        {"username": "zhengbin"},
        {"name": " "},
        {"phone": "123"},
        {"by": "nobody"},
    ],
)
def test_a_mistake_is_told_and_adds_nobody(world: World, given: dict[str, str]) -> None:
    before = Employee.objects.count()
    with pytest.raises(RuleError):
        add(**given)
    assert Employee.objects.count() == before


def test_a_department_of_an_ambiguous_name_is_given_by_number(world: World) -> None:
    world.shenzhen.name = world.east.name
    world.shenzhen.save()
    with pytest.raises(RuleError) as error:
        add(department=world.east.name)
    assert f"{world.east.pk} {world.east.name}" in str(error.value)
    add(department=str(world.east.pk))
    assert Employee.objects.get(username="huangfang").department == world.east


def test_who_may_not_hire_on_the_page_may_not_here(world: World) -> None:
    with pytest.raises(RuleError):
        add(by=world.zheng.username)


def test_a_leaver_is_in_the_other_list(world: World) -> None:
    user("deactivate", world.zheng.username)
    assert "郑斌" not in user("list")
    assert "郑斌" in user("list", "--left")


def test_a_new_link_ends_the_one_before(world: World) -> None:
    first, second = user("invite", "zhengbin"), user("invite", world.zheng.phone or "")
    assert first != second
    assert world.zheng.invitations.count() == 1
