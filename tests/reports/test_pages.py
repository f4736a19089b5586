"""The pages of reports, for writers, readers and strangers."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import ReportRead, WorkReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world: World) -> WorkReport:
    """郑斌's daily report of the day, submitted."""
    row = writing.save(
        by=actor(world.zheng),
        kind=ReportKind.DAY,
        period=Period.of(PeriodKind.DAY, world.company.today(NOW)),
        summary=["Talked to 迪宏 <b>twice</b>"],
        plan=["Send the offer"],
    )
    return writing.submit(by=actor(world.zheng), report=row)


def test_the_own_report_stands_there_before_anything_is_written(
    world: World, client_of: ClientOf
) -> None:
    page = client_of(world.zheng).get(reverse("reports:mine"))
    assert page.status_code == 200
    assert not WorkReport.objects.exists()


def test_words_are_kept_and_submitted_from_the_page(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    address = reverse("reports:mine")
    client.post(address, {"summary": "One\nTwo", "plan": "Three"})
    assert WorkReport.objects.get().summary == ["One", "Two"]
    answer = client.post(address, {"summary": "One\nTwo", "plan": "Three", "submit": "1"})
    report = WorkReport.objects.get()
    assert report.is_submitted
    assert answer.headers["Location"] == reverse("reports:read", args=[report.pk])


def test_a_report_without_a_word_is_refused_at_its_field_and_keeps_the_plan(
    world: World, client_of: ClientOf
) -> None:
    words = {"summary": "", "plan": "寄样品", "submit": "1"}
    answer = client_of(world.zheng).post(reverse("reports:mine"), words)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="summary-error"' in page
    assert "寄样品" in page


def test_the_second_of_two_windows_keeps_its_text_and_sees_the_other(
    world: World, client_of: ClientOf
) -> None:
    client, address = client_of(world.zheng), reverse("reports:mine")
    client.post(address, {"summary": "first window", "plan": "", "version": "1"})
    answer = client.post(address, {"summary": "second window", "plan": "", "version": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "second window</textarea>" in page
    assert "first window" in page
    version = WorkReport.objects.get().version
    client.post(address, {"summary": "second window", "plan": "", "version": str(version)})
    assert WorkReport.objects.get().summary == ["second window"]


def test_a_report_submitted_elsewhere_is_no_place_for_a_draft(
    world: World, client_of: ClientOf, report: WorkReport
) -> None:
    query = f"?kind=day&day={report.start.isoformat()}"
    answer = client_of(world.zheng).post(
        reverse("reports:mine") + query, {"summary": "late thought", "plan": ""}
    )
    assert answer.status_code == 422
    assert "late thought" in answer.content.decode()


def test_a_reader_leaves_a_mark_and_words_are_escaped(
    world: World, client_of: ClientOf, report: WorkReport
) -> None:
    page = client_of(world.manager).get(reverse("reports:read", args=[report.pk]))
    assert "&lt;b&gt;twice" in page.content.decode()
    assert ReportRead.objects.get().employee == world.manager


def test_a_report_out_of_scope_does_not_exist(
    world: World, client_of: ClientOf, report: WorkReport
) -> None:
    for name in ("reports:read", "reports:like"):
        address = reverse(name, args=[report.pk])
        client = client_of(world.li)
        answer = client.get(address) if name == "reports:read" else client.post(address)
        assert answer.status_code == 404, name


def test_somebody_else_cannot_reopen(world: World, client_of: ClientOf, report: WorkReport) -> None:
    answer = client_of(world.manager).post(reverse("reports:reopen", args=[report.pk]))
    assert answer.status_code == 404


def test_a_comment_reaches_the_author(
    world: World, client_of: ClientOf, report: WorkReport
) -> None:
    client = client_of(world.boss)
    client.post(reverse("activities:comments", args=["report", report.pk]), {"text": "Well done"})
    page = client_of(world.zheng).get(reverse("reports:read", args=[report.pk]))
    assert "Well done" in page.content.decode()


def test_the_team_page_shows_holes(world: World, client_of: ClientOf, report: WorkReport) -> None:
    day = report.start.isoformat()
    page = client_of(world.manager).get(reverse("reports:team"), {"day": day})
    text = page.content.decode()
    assert world.zheng.name in text
    assert world.chen.name in text
    assert world.li.name not in text


def test_every_figure_of_the_team_opens(
    world: World, client_of: ClientOf, report: WorkReport
) -> None:
    day = report.start.isoformat()
    text = client_of(world.manager).get(reverse("reports:team"), {"day": day}).content.decode()
    where = f"from={day}&amp;to={day}&amp;employee={world.zheng.pk}"
    assert f"metric=activities.contacts&amp;{where}" in text


@pytest.mark.parametrize(
    ("kind", "words"), [("day", "前一天 0"), ("week", "前一周 0"), ("month", "前一月 0")]
)
def test_figures_name_the_period_before(
    world: World, client_of: ClientOf, kind: str, words: str
) -> None:
    page = client_of(world.zheng).get(reverse("reports:mine"), {"kind": kind}).content.decode()
    assert words in " ".join(page.split())


@pytest.mark.parametrize("query", ["kind=year", "day=2999-01-01", "day=soon", "day=0001-01-01"])
def test_a_period_that_cannot_be_is_not_found(
    world: World, client_of: ClientOf, query: str
) -> None:
    assert client_of(world.zheng).get(reverse("reports:mine") + "?" + query).status_code == 404
