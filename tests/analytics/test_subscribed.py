"""A summary table comes by itself to who wants it, with the reader's own numbers."""

from datetime import UTC, date, datetime

import pytest

from tests.analytics.conftest import Compose
from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.analytics.models import SummaryTable
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices.message import Message
from zhuixiao.notices.models import Subscription
from zhuixiao.notices.sources import Occasion, find

MONDAY = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


@pytest.fixture
def table(compose: Compose, sold: None) -> SummaryTable:
    return compose()


def told(table_id: str, reader: Employee) -> Message | None:
    source = find("analytics.table")
    assert source is not None
    with_access = Employee.objects.with_access().get(pk=reader.pk)
    week = Period.of(PeriodKind.WEEK, datetime(2026, 3, 2, tzinfo=UTC).date())
    return source.compose(Occasion(with_access, table_id, PeriodKind.WEEK, week, MONDAY))


def test_it_says_what_its_page_says(world: World, table: SummaryTable) -> None:
    message = told(str(table.pk), world.boss)
    assert message is not None
    assert message.title == table.name
    assert message.path == f"/tables/{table.pk}/"
    assert message.parts[0].lines


def test_a_month_that_runs_is_told_up_to_the_days_of_the_message(
    world: World, compose: Compose, sold: None
) -> None:
    """On the first of April "this month" is March still."""
    source = find("analytics.table")
    assert source is not None
    table = compose(span="month")
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    first = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    reader = Employee.objects.with_access().get(pk=world.boss.pk)
    told = source.compose(Occasion(reader, str(table.pk), PeriodKind.MONTH, march, first))
    assert told is not None
    assert "2026年3月" in told.parts[0].heading
    assert any("郑斌" in line for line in told.parts[0].lines)


def test_of_a_table_that_is_gone_or_not_shared_nothing_is_told(
    world: World, table: SummaryTable
) -> None:
    assert told(str(table.pk), world.zheng) is None
    assert told("99999999999999999999", world.boss) is None
    assert told("x", world.boss) is None
    pk = str(table.pk)
    table.delete()
    assert told(pk, world.boss) is None


def test_its_page_leads_to_a_schedule(
    world: World, table: SummaryTable, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    url = f"/notices/subscriptions/new/?source=analytics.table&subject={table.pk}"
    page = client.get(f"/tables/{table.pk}/").content.decode()
    assert url.replace("&", "&amp;") in page
    sent = {"subject": str(table.pk), "period": "week", "at": "08:00", "way": "notice"}
    assert client.post(url, sent).status_code == 303
    assert Subscription.objects.get().subject == str(table.pk)
