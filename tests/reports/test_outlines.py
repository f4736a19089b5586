"""What a report has to hold, by role and kind: parts and figures."""

from datetime import date

import pytest

from tests.conftest import ClientOf
from tests.reports.papers import draft, handed_in
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.customers.actions import creating
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed
from zhuixiao.reports.actions import outlining, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.outlines import Outline, outline
from zhuixiao.reports.parts import Need, Part
from zhuixiao.reports.queries import figures
from zhuixiao.sales.actions import targets
from zhuixiao.sales.choices import TargetUnit

pytestmark = pytest.mark.django_db
DAY = ReportKind.DAY


def wants(world: World, new: Outline | None, key: str = "sales") -> None:
    """Dailies of a role hold this from now on."""
    outlining.save(by=actor(world.boss), role=role(key), kind=DAY, new=new)


def outline_of(**needs: Need) -> Outline:
    usual = Outline()
    return Outline({**usual.needs, **{Part(name): need for name, need in needs.items()}})


def test_problems_and_help_are_kept_read_searched_and_compared(
    world: World, client_of: ClientOf
) -> None:
    first = draft(world.zheng, problems=["1. 打不开 <图纸>"], help_wanted=["要样品"])
    assert (first.problems, first.help_wanted) == (["打不开 <图纸>"], ["要样品"])
    draft(world.zheng, problems=["别的问题"])
    with pytest.raises(Conflict) as refused:
        writing.save(
            by=actor(world.zheng),
            kind=DAY,
            period=first.period,
            summary=["谈成迪宏"],
            plan=None,
            problems=["我的问题"],
            version=first.version,
        )
    assert refused.value.fields["problems"]["theirs"] == ["别的问题"]
    report = writing.submit(by=actor(world.zheng), report=first)
    read = client_of(world.manager).get(f"/reports/{report.pk}/").content.decode()
    assert "别的问题" in read
    assert "要样品" in read
    address = "/reports/review/?kind=day&day=2026-03-02"
    found = client_of(world.manager).get(f"{address}&q=要样品").content.decode()
    assert '<details class="review-help_wanted">' in found


def test_a_part_that_was_not_sent_stays_as_it_is(world: World) -> None:
    draft(world.zheng, problems=["卡在报价"], help_wanted=["要样品"])
    assert draft(world.zheng, "别的总结").problems == ["卡在报价"]


def test_a_required_part_is_refused_at_its_field_when_it_is_empty(
    world: World, client_of: ClientOf
) -> None:
    wants(world, outline_of(plan=Need.REQUIRED, problems=Need.REQUIRED))
    with pytest.raises(Invalid) as refused:
        writing.submit(by=actor(world.zheng), report=draft(world.zheng))
    assert set(refused.value.errors) == {"plan", "problems"}
    sent = {"summary": "一", "plan": "二", "problems": "", "submit": "1"}
    page = client_of(world.zheng).post("/reports/mine/?kind=day&day=2026-03-02", sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert "提交前请在“遇到的问题”里至少写一条" in text
    assert 'id="problems-error"' in text
    assert handed_in(world.manager).is_submitted


def test_a_hidden_part_is_not_asked_for_but_read_where_it_was_written(
    world: World, client_of: ClientOf
) -> None:
    draft(world.zheng, plan=["寄样品"])
    wants(world, outline_of(plan=Need.HIDDEN, problems=Need.HIDDEN))
    page = client_of(world.zheng).get("/reports/mine/?day=2026-03-02").content.decode()
    assert "寄样品</textarea>" in page
    assert 'name="problems"' not in page


def test_figures_stand_as_the_role_wants_them_and_are_frozen_so(world: World) -> None:
    wants(world, Outline(metrics=("tasks.done", "customers.added")))
    report = handed_in(world.zheng)
    assert set(report.snapshot) == {"tasks.done", "customers.added"}
    held = outline(Company.objects.get(), role_id=world.zheng.role_id, kind=DAY)
    shown = figures.of_person(world.zheng, report.period, reader=world.boss, metrics=held.metrics)
    assert [row.metric for row in shown] == ["tasks.done", "customers.added"]


def test_a_figure_tells_the_target_of_its_month_and_how_far_it_is(
    world: World, client_of: ClientOf
) -> None:
    holder = targets.Holder(employee_id=world.zheng.pk)
    places: dict[targets.Place, int | None] = {(holder, date(2026, 3, 1)): 4}
    plan = targets.Plan("customers.added", TargetUnit.MONTH, places)
    targets.set_targets(by=actor(world.boss), plan=plan)
    for day in (2, 9):
        by = actor(world.zheng, at=NOW.replace(day=day))
        new = creating.NewCustomer({"name": f"客户{day}"}, owner=world.zheng)
        creating.create(by=by, new=new)
    page = client_of(world.zheng).get("/reports/mine/?kind=week&day=2026-03-02")
    assert "本月目标 4，完成 25%" in page.content.decode()


def test_the_page_of_settings_keeps_the_order_and_goes_back(
    world: World, client_of: ClientOf
) -> None:
    client, sales = client_of(world.boss), role("sales")
    address = f"/reports/settings/outlines/{sales.pk}/day/"
    assert client.get(address).status_code == 200
    needs = {"plan": "required", "problems": "optional", "help_wanted": "hidden"}
    sent = {**needs, "metrics": ["tasks.done", "customers.won"]}
    assert client.post(address, sent).status_code == 303
    held = outline(Company.objects.get(), role_id=sales.pk, kind=DAY)
    assert held.metrics == ("tasks.done", "customers.won")
    assert held.requires(Part.PLAN)
    assert not held.asks(Part.HELP_WANTED)
    assert "单独设置" in client.get("/reports/settings/outlines/").content.decode()
    assert client.post(address, {**sent, "metrics": ["no.such"]}).status_code == 422
    assert client.post(f"{address}reset/").status_code == 303
    assert outline(Company.objects.get(), role_id=sales.pk, kind=DAY) == Outline()
    assert AuditEntry.objects.filter(kind="report_outline").count() == 2
    assert client.get(f"/reports/settings/outlines/{sales.pk}/year/").status_code == 404


def test_only_who_manages_reports_says_what_they_hold(world: World, client_of: ClientOf) -> None:
    with pytest.raises(NotAllowed):
        outlining.save(by=actor(world.zheng), role=role("sales"), kind=DAY, new=None)
    address = f"/reports/settings/outlines/{role('sales').pk}/day/"
    assert client_of(world.manager).get(address).status_code == 403


def test_a_report_without_summary_is_no_outline(world: World) -> None:
    with pytest.raises(Invalid):
        wants(world, Outline({**Outline().needs, Part.SUMMARY: Need.HIDDEN}))
    assert outline(Company.objects.get(), role_id=role("sales").pk, kind=DAY) == Outline()
    with pytest.raises(Invalid):
        handed_in(world.zheng, "")
