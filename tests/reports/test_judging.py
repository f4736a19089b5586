"""Asking back, scores, and readers who were named beyond their role."""

from datetime import timedelta

import pytest

from tests.conftest import ClientOf
from tests.reports.papers import draft, handed_in
from tests.world import NOW, World, actor, as_dealer
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.activities.actions import commenting as talking
from zhuixiao.activities.models import Comment
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.notices.models import Notice
from zhuixiao.reports.actions import judging, naming, ruling
from zhuixiao.reports.models import ReportReader, ReportScore, WorkReport
from zhuixiao.reports.queries import commenting, figures, team
from zhuixiao.reports.rules import Rules

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/review/?kind=day&day=2026-03-02"


def ask(reader: Employee, report: WorkReport, text: str = "为什么没成？") -> Comment:
    by = actor(reader, at=NOW + timedelta(hours=1))
    return talking.comment(by=by, kind="report", record_id=report.pk, text=text, is_question=True)


def test_a_question_is_open_until_the_author_answers(world: World, client_of: ClientOf) -> None:
    report = handed_in(world.zheng)
    client_of(world.manager).post(
        f"/activities/comments/report/{report.pk}/", {"text": "为什么没成？", "question": "1"}
    )
    question = Comment.objects.get()
    assert question.asked == world.zheng
    assert Notice.objects.get(employee=world.zheng).text == "%(name)s asks you: %(text)s"
    assert commenting.questions_to(world.zheng.pk) == 1
    assert "未答复" in client_of(world.manager).get(ADDRESS).content.decode()
    mine = client_of(world.zheng).get("/reports/mine/").content.decode()
    assert f'href="/reports/{report.pk}/#comments"' in mine
    later = question.at + timedelta(minutes=1)
    talking.comment(
        by=actor(world.manager, at=later), kind="report", record_id=report.pk, text="等你"
    )
    assert commenting.questions_on([report]) == {report.pk: 1}
    talking.comment(
        by=actor(world.zheng, at=later), kind="report", record_id=report.pk, text="价格高"
    )
    assert commenting.questions_to(world.zheng.pk) == 0
    assert "未答复" not in client_of(world.manager).get(ADDRESS).content.decode()


def test_a_question_that_was_taken_back_waits_for_nothing(world: World) -> None:
    question = ask(world.manager, handed_in(world.zheng))
    talking.remove(by=actor(world.manager), comment=question)
    assert commenting.questions_to(world.zheng.pk) == 0


def test_nobody_asks_himself(world: World, client_of: ClientOf) -> None:
    report = handed_in(world.zheng)
    with pytest.raises(Invalid):
        ask(world.zheng, report)
    assert (
        'name="question"'
        not in client_of(world.zheng).get(f"/reports/{report.pk}/").content.decode()
    )
    assert 'name="question"' in client_of(world.boss).get(f"/reports/{report.pk}/").content.decode()


def test_scores_are_given_only_where_the_company_wants_them(
    world: World, client_of: ClientOf
) -> None:
    report = handed_in(world.zheng)
    with pytest.raises(RuleError):
        judging.score(by=actor(world.manager), report=report, points=4)
    ruling.save(by=actor(world.boss), new=Rules(is_scored=True))
    assert (
        client_of(world.manager).post(f"/reports/{report.pk}/score/", {"points": "4"}).status_code
        == 303
    )
    judging.score(by=actor(world.boss), report=report, points=3)
    assert "3.5" in client_of(world.zheng).get(f"/reports/{report.pk}/").content.decode()
    assert "3.5" in client_of(world.manager).get(ADDRESS).content.decode()
    judging.score(by=actor(world.boss), report=report, points=0)
    assert [row.points for row in ReportScore.objects.all()] == [4]
    assert AuditEntry.objects.filter(kind="report", action="score").count() == 3
    for wrong in ("6", "x", "99999999999999999999"):
        answer = client_of(world.manager).post(f"/reports/{report.pk}/score/", {"points": wrong})
        assert answer.status_code == 400, wrong


def test_nobody_scores_himself_or_a_draft(world: World) -> None:
    ruling.save(by=actor(world.boss), new=Rules(is_scored=True))
    with pytest.raises(NotAllowed):
        judging.score(by=actor(world.zheng), report=handed_in(world.zheng), points=5)
    with pytest.raises(RuleError):
        judging.score(by=actor(world.boss), report=draft(world.chen), points=5)


def test_a_named_reader_reads_words_and_no_figures(world: World, client_of: ClientOf) -> None:
    report = handed_in(world.su)
    assert not WorkReport.objects.visible_to(world.chen).exists()
    naming.add(by=actor(world.boss), reader=world.chen, of=world.south)
    reader = Employee.objects.with_access().get(pk=world.chen.pk)
    assert list(WorkReport.objects.visible_to(reader)) == [report]
    assert figures.of_person(world.su, report.period, reader=reader) == []
    assert world.su in team.writers(reader)
    client = client_of(world.chen)
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "谈成迪宏" in page
    assert "数字和记录不对你开放" in page
    assert "谈成迪宏" in client.get(ADDRESS).content.decode()
    assert client.get("/reports/team/?kind=day&day=2026-03-02").status_code == 200
    draft(world.zheng)
    assert WorkReport.objects.visible_to(reader).count() == 1


def test_a_named_reader_of_one_person_is_told_of_his_reports(world: World) -> None:
    naming.add(by=actor(world.boss), reader=world.chen, of=world.li)
    handed_in(world.li)
    handed_in(world.zheng)
    assert Notice.objects.filter(employee=world.chen, kind="reports.submitted").count() == 1


def test_somebody_of_a_dealer_reads_nothing_by_being_named(world: World) -> None:
    naming.add(by=actor(world.boss), reader=world.su, of=world.zheng)
    handed_in(world.zheng)
    dealer = as_dealer(world)
    assert not WorkReport.objects.visible_to(dealer).exists()
    assert world.zheng not in team.writers(dealer)
    with pytest.raises(RuleError):
        naming.add(by=actor(world.boss), reader=dealer, of=world.chen)


def test_readers_are_named_and_taken_back_on_the_settings(
    world: World, client_of: ClientOf
) -> None:
    client, address = client_of(world.boss), "/reports/settings/readers/"
    assert client.get(address).status_code == 200
    sent = {"reader": str(world.chen.pk), "of": f"d{world.east.pk}"}
    assert client.post(address, sent).status_code == 303
    assert client.post(address, sent).status_code == 303
    named = ReportReader.objects.get()
    assert "华东分公司" in client.get(address).content.decode()
    for wrong in ("d99999999999999999999", "x", f"e{world.chen.pk}"):
        assert client.post(address, {**sent, "of": wrong}).status_code == 422, wrong
    assert client_of(world.manager).get(address).status_code == 403
    assert client.post(f"{address}{named.pk}/removal/").status_code == 303
    assert not ReportReader.objects.exists()
