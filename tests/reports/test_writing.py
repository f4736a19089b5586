"""Writing, submitting, reopening: the words are the person's, the facts are the ledger's."""

from datetime import timedelta

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice
from zhuixiao.reports.actions import judging, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

pytestmark = pytest.mark.django_db


def period(world: World, kind: PeriodKind = PeriodKind.DAY) -> Period:
    return Period.of(kind, world.company.today(NOW))


def draft(world: World, summary: str = "Two good talks", **kwargs: object) -> WorkReport:
    return writing.save(
        by=actor(world.zheng),
        kind=ReportKind.DAY,
        period=period(world),
        summary=summary.splitlines(),
        plan=["Visit the hotel"],
        **kwargs,  # type: ignore[arg-type]
    )


def submitted_count(world: World, metric: str = "reports.submitted") -> object:
    table = query([metric], period=period(world), visible_to=world.boss)
    return table.value(metric)


def test_numbers_that_people_type_before_their_lines_are_dropped(world: World) -> None:
    report = draft(world, "1. First\n\n2、Second\n3.5 metres of cable\n  ")
    assert report.summary == ["First", "Second", "3.5 metres of cable"]


def test_a_submitted_report_counts_in_the_ledger_and_tells_the_managers(world: World) -> None:
    writing.submit(by=actor(world.zheng), report=draft(world))
    assert submitted_count(world) == 1
    assert submitted_count(world, "reports.late") == 0
    told = set(Notice.objects.values_list("employee__name", flat=True))
    assert world.manager.name in told
    assert world.zheng.name not in told


def test_a_report_handed_in_the_day_after_is_late(world: World) -> None:
    report = draft(world)
    writing.submit(by=actor(world.zheng, at=NOW + timedelta(days=1)), report=report)
    assert submitted_count(world, "reports.late") == 1


def test_submitting_twice_counts_once(world: World) -> None:
    report = draft(world)
    for _time in range(2):
        writing.submit(by=actor(world.zheng), report=report)
    assert submitted_count(world) == 1


def test_an_empty_report_is_not_submitted(world: World) -> None:
    report = draft(world, "")
    with pytest.raises(RuleError):
        writing.submit(by=actor(world.zheng), report=report)
    assert submitted_count(world) == 0


def test_a_submitted_report_is_changed_only_after_reopening_which_is_logged(world: World) -> None:
    report = writing.submit(by=actor(world.zheng), report=draft(world))
    with pytest.raises(RuleError):
        draft(world, "Something else")
    writing.reopen(by=actor(world.zheng), report=report)
    assert submitted_count(world) == 0
    assert draft(world, "Something else").summary == ["Something else"]
    actions = AuditEntry.objects.filter(kind="report").values_list("action", flat=True)
    assert "reopen" in actions


def test_two_windows_that_change_the_same_words_get_both_versions(world: World) -> None:
    first = draft(world)
    draft(world, "Changed in one window", version=first.version)
    with pytest.raises(Conflict) as refused:
        draft(world, "Changed in the other", version=first.version)
    assert refused.value.fields["summary"] == {
        "base": ["Two good talks"],
        "mine": ["Changed in the other"],
        "theirs": ["Changed in one window"],
    }


def test_nobody_submits_for_somebody_else(world: World) -> None:
    report = draft(world)
    with pytest.raises(NotAllowed):
        writing.submit(by=actor(world.chen), report=report)


def test_a_report_of_tomorrow_or_of_half_a_week_is_refused(world: World) -> None:
    today = world.company.today(NOW)
    tomorrow = Period.of(PeriodKind.DAY, today + timedelta(days=1))
    half = Period(today, today + timedelta(days=3))
    for kind, wrong in ((ReportKind.DAY, tomorrow), (ReportKind.WEEK, half)):
        with pytest.raises(RuleError):
            writing.save(by=actor(world.zheng), kind=kind, period=wrong, summary=["x"], plan=[])


def test_a_line_that_is_too_long_is_named(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        draft(world, "x" * 1_001)
    assert "summary" in refused.value.errors


def test_readers_see_submitted_reports_of_their_scope_and_no_drafts(world: World) -> None:
    report = draft(world)
    assert not WorkReport.objects.visible_to(world.manager).exists()
    writing.submit(by=actor(world.zheng), report=report)
    for reader, sees in (
        (world.manager, True),
        (world.boss, True),
        (world.zheng, True),
        (world.chen, False),
        (world.li, False),
    ):
        assert WorkReport.objects.visible_to(reader).exists() is sees, reader.name


def test_a_like_is_given_and_taken_back(world: World) -> None:
    report = writing.submit(by=actor(world.zheng), report=draft(world))
    assert judging.toggle_like(by=actor(world.boss), report=report)
    assert not judging.toggle_like(by=actor(world.boss), report=report)
