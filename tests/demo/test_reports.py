"""The reports of the demo company: eighteen months of them, on any day of the year."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Comment
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.demo import reports
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice
from zhuixiao.reports.models import ReportLike, ReportRead, WorkReport
from zhuixiao.reports.queries import figures

pytestmark = pytest.mark.django_db


def build(world: World, at: datetime) -> None:
    """What 郑斌 alone wrote until then; he called a customer on a workday a month before."""
    Employee.objects.exclude(pk=world.zheng.pk).update(role=world.finance.role)
    Employee.objects.update(created_at=at - timedelta(days=600))
    called_at = at - timedelta(days=30)
    while called_at.isoweekday() > 5:
        called_at += timedelta(days=1)
    by = actor(world.zheng, at=called_at)
    customer = create(by=by, new=NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng))
    kind = Option.objects.get(pick_list=PickList.ACTIVITY_TYPE, key="phone_visit")
    new = NewActivity(customer_id=customer.pk, subject="电话", type_id=kind.pk, at=called_at)
    recording.log(by=by, new=new)
    reports.build(Actor(world.boss, at, world.company.zone), seed=1)


# The evening and the first minutes of a day in Shanghai, of the year, of March in a leap year.
@pytest.mark.parametrize(
    "at",
    ["2026-11-30T15:59:58", "2026-12-31T16:00:30", "2028-02-28T16:20:00", "2028-02-29T16:00:00"],
)
def test_reports_reach_back_eighteen_months_and_none_is_from_the_future(
    world: World, at: str
) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    build(world, now)
    today = world.company.today(now)
    kinds: dict[str, list[Any]] = {"day": [], "week": [], "month": []}
    for report in WorkReport.objects.all():
        kinds[report.kind].append(report)
        assert report.end < today
        assert report.submitted_at is not None
        assert report.start <= world.company.today(report.submitted_at)
        assert report.submitted_at <= now
        assert report.summary
    for rows, least, most in (("day", 290, 372), ("week", 60, 78), ("month", 12, 18)):
        assert least < len(kinds[rows]) <= most
        assert max(row.start for row in kinds[rows]) > today - timedelta(days=110)
        assert min(row.start for row in kinds[rows]) < today - timedelta(days=440)
    for model in (ReportRead, ReportLike, Comment):
        assert model.objects.exists()
        assert not model.objects.filter(at__gt=now).exists()
    assert Notice.objects.filter(kind="reports.submitted").exists()
    assert checks.verify() == []


def test_numbers_are_frozen_as_they_were_and_words_tell_of_the_facts(world: World) -> None:
    now = datetime(2026, 11, 30, 2, tzinfo=UTC)
    build(world, now)
    since = world.company.today(now) - timedelta(days=70)
    for report in WorkReport.objects.filter(start__gte=since):
        shown = figures.of_person(
            world.zheng, report.period, reader=world.zheng, snapshot=report.snapshot
        )
        assert not any(row.has_changed for row in shown), report.period
        assert report.snapshot
    told = [row for row in WorkReport.objects.all() if row.snapshot["activities.contacts"]]
    assert told
    assert all("广州迪宏酒店" in "".join(row.summary) for row in told)
