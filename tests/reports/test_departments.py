"""The report of a department: its figures, begun from the words of its people, of its head."""

from datetime import timedelta

import pytest

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.reports.papers import MONDAY, draft, handed_in, of_department
from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import departments
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.activities.actions import commenting as talking
from zhuixiao.customers.actions import creating
from zhuixiao.kit.errors import NotAllowed
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.queries import query
from zhuixiao.reports.actions import naming, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.queries import commenting, figures, gathering, team

pytestmark = pytest.mark.django_db
DAY = Period(MONDAY, MONDAY)
QUERY = f"?kind=day&day={MONDAY}"


def of_south(world: World, summary: str = "华南整体不错") -> WorkReport:
    return writing.save(
        by=actor(world.manager),
        kind=ReportKind.DAY,
        period=DAY,
        summary=[summary],
        plan=[],
        of=world.south,
    )


def head_of(world: World, unit: Department, head: Employee) -> None:
    departments.change(
        by=actor(world.boss), department=unit, name=unit.name, kind=unit.kind, head=head
    )
    unit.refresh_from_db()


def test_a_head_writes_his_own_report_and_that_of_the_department(world: World) -> None:
    own, wide = draft(world.manager), of_south(world)
    assert own.pk != wide.pk
    assert draft(world.manager).pk == own.pk
    assert of_south(world).pk == wide.pk
    assert str(wide).startswith("华南分公司")


def test_nobody_but_the_head_writes_for_a_department(world: World, client_of: ClientOf) -> None:
    for person in (world.zheng, world.boss):
        with pytest.raises(NotAllowed):
            writing.save(
                by=actor(person),
                kind=ReportKind.DAY,
                period=DAY,
                summary=["x"],
                plan=[],
                of=world.south,
            )
        address = f"/reports/departments/{world.south.pk}/{QUERY}"
        assert client_of(person).get(address).status_code == 404
    report = of_south(world)
    head_of(world, world.south, world.chen)
    with pytest.raises(NotAllowed):
        writing.submit(by=actor(world.manager), report=WorkReport.objects.get(pk=report.pk))


def test_its_figures_are_those_of_all_below(world: World) -> None:
    for person in (world.zheng, world.su, world.li):
        new = creating.NewCustomer({"name": f"客户{person.name}"}, owner=person)
        creating.create(by=actor(person), new=new)
    report = writing.submit(by=actor(world.manager), report=of_south(world))
    assert report.snapshot["customers.added"] == 2
    shown = figures.of_department(world.south, DAY, reader=world.zheng)
    assert "customers.added" not in {row.metric for row in shown}
    company = figures.of_department(world.head_office, DAY, reader=world.boss)
    assert {row.metric: row.value for row in company}["customers.added"] == 3


def test_it_begins_with_the_words_of_people_and_of_departments_below(
    world: World, client_of: ClientOf
) -> None:
    head_of(world, world.head_office, world.boss)
    for person in (world.zheng, world.su, world.li):
        handed_in(person, f"{person.name}的话")
    page = client_of(world.manager).get(f"/reports/departments/{world.south.pk}/{QUERY}")
    assert 'value="苏细莲的话"' in page.content.decode()
    writing.submit(by=actor(world.manager), report=of_south(world))
    told = gathering.of_people(world.boss, ReportKind.DAY, DAY, of=world.head_office)
    assert [row.subject.name for row in told] == ["华南分公司", "李慧"]


def test_it_is_submitted_read_and_reviewed_and_counts_as_nobodys_own(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.manager)
    address = f"/reports/departments/{world.south.pk}/{QUERY}"
    sent = {"summary": "华南<整体>不错", "plan": "", "submit": "1"}
    report_url = client.post(address, sent).headers["Location"]
    report = WorkReport.objects.get()
    assert report_url == f"/reports/{report.pk}/"
    page = client_of(world.boss).get(report_url).content.decode()
    assert "日报 · 华南分公司" in page
    assert "华南&lt;整体&gt;不错" in page
    review = client_of(world.boss).get(f"/reports/review/{QUERY}").content.decode()
    assert "华南&lt;整体&gt;不错" in review
    only = f"/reports/review/{QUERY}&of=e{world.zheng.pk}"
    assert "整体" not in client_of(world.boss).get(only).content.decode()
    assert client_of(world.li).get(report_url).status_code == 404
    lines = team.of_period(ReportKind.DAY, DAY, reader=world.boss)
    assert not any(line.report for line in lines)
    posted = query(["reports.submitted"], period=DAY, visible_to=world.boss)
    assert posted.value("reports.submitted") == 0
    assert client.post(f"/reports/{report.pk}/reopening/").headers["Location"] == address


def test_a_head_without_an_own_report_writes_that_of_the_company(
    world: World, client_of: ClientOf
) -> None:
    head_of(world, world.head_office, world.boss)
    client = client_of(world.boss)
    assert (
        f"/reports/departments/{world.head_office.pk}/"
        in client.get("/reports/team/").content.decode()
    )
    address = f"/reports/departments/{world.head_office.pk}/{QUERY}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"summary": "一", "submit": "1"}).status_code == 303


def test_a_new_head_goes_on_with_the_draft(world: World) -> None:
    first = of_south(world)
    head_of(world, world.south, world.chen)
    report = writing.save(
        by=actor(world.chen),
        kind=ReportKind.DAY,
        period=DAY,
        summary=["新主管"],
        plan=None,
        of=world.south,
    )
    assert (report.pk, report.employee) == (first.pk, world.chen)


def test_a_new_head_takes_back_what_the_one_before_him_handed_in(
    world: World, client_of: ClientOf
) -> None:
    report = writing.submit(by=actor(world.manager), report=of_south(world))
    head_of(world, world.south, world.chen)
    page, back = f"/reports/{report.pk}/", f"/reports/{report.pk}/reopening/"
    assert back not in client_of(world.manager).get(page).content.decode()
    assert client_of(world.manager).post(back).status_code == 404
    with pytest.raises(NotAllowed):
        writing.reopen(by=actor(world.manager), report=report)
    address = f"/reports/departments/{world.south.pk}/{QUERY}"
    assert client_of(world.chen).get(address).headers["Location"] == page
    assert back in client_of(world.chen).get(page).content.decode()
    assert client_of(world.chen).post(back).headers["Location"] == address
    report.refresh_from_db()
    assert (report.employee, report.is_submitted) == (world.chen, False)
    report = writing.submit(by=actor(world.chen), report=report)
    assert (report.employee, report.is_submitted) == (world.chen, True)


def test_nobody_takes_back_the_report_of_a_department_that_was_closed(world: World) -> None:
    report = writing.submit(by=actor(world.manager), report=of_south(world))
    Department.objects.filter(pk=world.south.pk).update(closed_at=NOW)
    with pytest.raises(NotAllowed):
        writing.reopen(by=actor(world.manager), report=WorkReport.objects.get(pk=report.pk))


def test_a_question_about_a_department_waits_for_its_head_of_today(
    world: World, client_of: ClientOf
) -> None:
    report = writing.submit(by=actor(world.manager), report=of_south(world))
    asked_at = NOW + timedelta(hours=1)
    talking.comment(
        by=actor(world.boss, at=asked_at),
        kind="report",
        record_id=report.pk,
        text="为什么？",
        is_question=True,
    )
    assert commenting.questions_to(world.manager.pk) == 1
    head_of(world, world.south, world.chen)
    assert commenting.questions_to(world.manager.pk) == 0
    assert commenting.questions_to(world.chen.pk) == 1
    link = f'<a href="/reports/{report.pk}/#comments">日报 华南分公司'
    assert link in client_of(world.chen).get("/reports/mine/").content.decode()
    assert link not in client_of(world.manager).get("/reports/mine/").content.decode()
    by = actor(world.chen, at=asked_at + timedelta(hours=1))
    talking.comment(by=by, kind="report", record_id=report.pk, text="价格高")
    assert commenting.questions_to(world.chen.pk) == 0
    assert commenting.questions_on([report]) == {}
    page = client_of(world.boss).get(f"/reports/{report.pk}/").content.decode()
    assert "未答复" not in page
    later = talking.comment(
        by=actor(world.boss, at=asked_at + timedelta(hours=2)),
        kind="report",
        record_id=report.pk,
        text="然后呢？",
        is_question=True,
    )
    assert later.asked == world.chen


def test_a_head_without_an_own_report_sees_what_he_is_asked(
    world: World, client_of: ClientOf
) -> None:
    head_of(world, world.head_office, world.boss)
    report = of_department(world.head_office, world.boss)
    report = writing.submit(by=actor(world.boss), report=report)
    naming.add(by=actor(world.boss), reader=world.manager, of=world.head_office)
    talking.comment(
        by=actor(Employee.objects.with_access().get(pk=world.manager.pk)),
        kind="report",
        record_id=report.pk,
        text="为什么？",
        is_question=True,
    )
    page = client_of(world.boss).get("/reports/team/").content.decode()
    assert f'href="/reports/{report.pk}/#comments"' in page
    assert "#comments" not in client_of(world.manager).get("/reports/team/").content.decode()


def test_the_report_of_a_department_is_never_late(world: World) -> None:
    by = actor(world.manager, at=NOW + timedelta(days=30))
    assert not writing.submit(by=by, report=of_south(world)).is_late
    assert handed_in(world.zheng, at=by.at).is_late


def test_the_page_tells_who_reported_without_counting_what_each_did(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.manager)
    handed_in(world.su)
    address = f"/reports/departments/{world.shenzhen.pk}/{QUERY}"
    head_of(world, world.shenzhen, world.manager)
    page = client.get(address).content.decode()
    assert "苏细莲" in page
    assert "陈敏" not in page
    with pinned("reports.department"):
        client.get(address)
