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


def test_a_named_reader_finds_the_way_to_what_others_wrote(
    world: World, client_of: ClientOf
) -> None:
    report, way = handed_in(world.chen), f'href="/reports/team/{QUERY}'.replace("&", "&amp;")
    pages = (f"/reports/{report.pk}/", f"/reports/mine/{QUERY.replace(str(MONDAY), '2026-02-27')}")
    client = client_of(world.chen)
    assert not any("大家的汇报" in client.get(page).content.decode() for page in pages)
    reads(world, world.su)
    assert all("大家的汇报" in client.get(page).content.decode() for page in pages)
    assert way in client.get(pages[0]).content.decode()


def test_who_reads_words_alone_is_not_told_that_nothing_happened(
    world: World, client_of: ClientOf
) -> None:
    report = handed_in(world.su)
    reads(world, world.su)
    closed, idle = "数字和记录不对你开放", "这段时间还没有记录"
    page = client_of(world.chen).get(f"/reports/{report.pk}/").content.decode()
    assert closed in page
    assert idle not in page
    page = client_of(world.manager).get(f"/reports/{report.pk}/").content.decode()
    assert idle in page
    assert closed not in page


def test_a_report_that_asks_for_no_figures_hides_none(world: World, client_of: ClientOf) -> None:
    bare = Outline(metrics=())
    outlining.save(by=actor(world.boss), role=role("sales"), kind=ReportKind.DAY, new=bare)
    report = handed_in(world.su)
    page = client_of(world.manager).get(f"/reports/{report.pk}/").content.decode()
    assert "数字和记录不对你开放" not in page


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
