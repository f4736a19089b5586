"""What is chosen in the review, on paper and as an Excel file."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.reports.papers import draft, handed_in, of_department
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.queries.guarding import Limits
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import documents
from zhuixiao.kit.jobs import run_due
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import open_book
from zhuixiao.reports.actions import writing

pytestmark = pytest.mark.django_db
CHOSEN = "kind=day&day=2026-03-02"


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """Jobs run on the day on which they were asked for."""
    with time_machine.travel(NOW):
        yield


def paper(client_of: ClientOf, world: World, more: str = "") -> str:
    answer = client_of(world.manager).get(f"/reports/review/paper/?print&{CHOSEN}{more}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_paper_has_the_chosen_people_periods_and_parts(
    world: World, client_of: ClientOf
) -> None:
    handed_in(world.zheng, "谈成<迪宏>", plan=["寄样品"])
    handed_in(world.chen, "陈敏的话")
    everything = paper(client_of, world)
    assert "谈成&lt;迪宏&gt;" in everything
    assert "陈敏的话" in everything
    assert "寄样品" in everything
    assert "doc-numbers" in everything
    assert "doc-numbers" not in paper(client_of, world, "&part=plan")
    chosen = paper(client_of, world, f"&of=e{world.zheng.pk}&part=summary")
    assert "谈成&lt;迪宏&gt;" in chosen
    assert "陈敏" not in chosen
    assert "寄样品" not in chosen
    assert "李慧" not in everything
    assert (
        client_of(world.manager).get(f"/reports/review/paper/?{CHOSEN}&q=没有").status_code == 404
    )


def test_one_report_on_paper_has_its_words_and_figures(world: World, client_of: ClientOf) -> None:
    report = handed_in(world.zheng, problems=["卡在报价"])
    page = client_of(world.manager).get(f"/reports/{report.pk}/paper/?print").content.decode()
    assert "卡在报价" in page
    assert "doc-tile-value" in page
    assert client_of(world.li).get(f"/reports/{report.pk}/paper/?print").status_code == 404
    if documents.is_available():
        answer = client_of(world.manager).get(f"/reports/{report.pk}/paper/")
        assert answer.content.startswith(b"%PDF")


def test_the_numbers_of_the_review_become_a_file_and_are_logged(
    world: World, client_of: ClientOf
) -> None:
    handed_in(world.zheng)
    draft(world.chen)
    client = client_of(world.manager)
    address = f"{CHOSEN}&count=5&of=e{world.zheng.pk}&of=e{world.chen.pk}"
    assert (
        "/reports/review/export/?kind=day"
        in client.get(f"/reports/review/?{address}").content.decode()
    )
    assert client.post(f"/reports/review/export/?{address}").status_code == 303
    run_due()
    file = StoredFile.objects.get(kind="sales.export")
    with open_book(disk.path_of(file.stored)) as book:
        head, *rows = [list(row) for row in book.rows(book.sheets[0])]
    assert head[:3] == ["期间", "员工", "汇报"]
    assert len(rows) == 10
    assert [row[2] for row in rows if row[1] == "郑斌"] == ["已提交", None, None, "未交", "未交"]
    assert rows[0][3:] == [0, 0, 0, 0]
    entry = AuditEntry.objects.get(action="export")
    assert "郑斌" in entry.changes["filter"][1]
    assert entry.changes["rows"][1] == 10
    assert client.get(f"/files/{file.pk}/").status_code == 200


def test_the_numbers_stay_within_the_limits_of_a_day_and_the_right(
    world: World, client_of: ClientOf
) -> None:
    guarding.set_rules(
        by=actor(world.boss), limits={world.manager.role_id: Limits(rows=3)}, watermark=""
    )
    client_of(world.manager).post(f"/reports/review/export/?{CHOSEN}")
    assert not Job.objects.filter(kind="sales.export").exists()
    assert client_of(world.zheng).post(f"/reports/review/export/?{CHOSEN}").status_code == 403
    assert "review/export" not in client_of(world.zheng).get("/reports/review/").content.decode()


def test_the_draft_of_a_department_says_so_on_paper(world: World, client_of: ClientOf) -> None:
    report = of_department(world.south, world.manager)
    assert "周平 · 草稿" in paper(client_of, world)
    writing.submit(by=actor(world.manager), report=report)
    assert "草稿" not in paper(client_of, world)


def test_whoever_is_out_of_sight_by_then_does_not_turn_into_everybody(
    world: World, client_of: ClientOf
) -> None:
    client, address = client_of(world.manager), f"{CHOSEN}&of=e{world.su.pk}&of=e{world.chen.pk}"
    assert client.post(f"/reports/review/export/?{address}").status_code == 303
    Employee.objects.filter(pk=world.su.pk).update(department=world.east)
    run_due()
    assert not StoredFile.objects.filter(kind="sales.export").exists()
    assert not AuditEntry.objects.filter(action="export").exists()
