"""Who reads whose reports, what stands beside the words for him, and who is told of them."""

import pytest

from tests.conftest import ClientOf
from tests.reports.papers import MONDAY, handed_in, of_department
from tests.world import World, actor, role
from zhuixiao.accounts.actions import departments
from zhuixiao.accounts.models import Employee
from zhuixiao.notices.models import Notice
from zhuixiao.reports.actions import naming, outlining, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.outlines import Outline

pytestmark = pytest.mark.django_db
QUERY = f"?kind=day&day={MONDAY}"


def reads(world: World, of: Employee) -> Employee:
    """陈敏, who sees his own records alone, as one who was named to read a person's reports."""
    naming.add(by=actor(world.boss), reader=world.chen, of=of)
    found: Employee = Employee.objects.with_access().get(pk=world.chen.pk)
    return found


def test_who_was_named_for_a_head_reads_not_what_he_writes_for_his_department(
    world: World,
) -> None:
    reader = reads(world, world.manager)
    own = handed_in(world.manager)
    writing.submit(by=actor(world.manager), report=of_department(world.south, world.manager))
    assert list(WorkReport.objects.visible_to(reader)) == [own]


def test_those_above_the_department_and_its_readers_are_told_wherever_its_head_sits(
    world: World,
) -> None:
    by = actor(world.boss)
    for unit, head in ((world.east, world.admin), (world.south, world.li)):
        departments.change(by=by, department=unit, name=unit.name, kind=unit.kind, head=head)
    naming.add(by=by, reader=world.finance, of=world.south)
    naming.add(by=by, reader=world.chen, of=world.li)
    report = of_department(world.south, world.li)
    writing.submit(by=actor(world.li), report=report)
    told = Notice.objects.filter(kind="reports.submitted")
    assert {row.employee for row in told} == {world.boss, world.finance}
