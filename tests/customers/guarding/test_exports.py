"""The limits of a day hold for exports however they are queued, sliced, or changed on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.customers.ownership.test_races import together
from tests.world import NOW, World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import FlowVersion, Request
from zhuixiao.approvals.subjects import find
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating, guarding
from zhuixiao.customers.actions.guarding import TooMuch
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.exporting import jobs, making
from zhuixiao.customers.exporting.wishes import Format, Wish
from zhuixiao.customers.models import Customer, View
from zhuixiao.customers.queries.guarding import Limits
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.jobs import run_due
from zhuixiao.kit.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """Jobs run on the day on which they were asked for."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def five(world: World) -> list[Customer]:
    return more(world, 5)


def more(world: World, number: int) -> list[Customer]:
    rows = [creating.NewCustomer({"name": f"客户{n}"}, owner=world.zheng) for n in range(number)]
    return creating.create_many(by=actor(world.zheng), rows=rows, reason=OwnerReason.CREATED)


def limit(world: World, **kinds: int) -> None:
    """What the manager's role may do a day."""
    limits = Limits(**{**vars(Limits(None, None, None, None)), **kinds})
    by = actor(world.boss)
    guarding.set_rules(by=by, limits={world.manager.role_id: limits}, watermark="")


def flow_from(rows: int) -> None:
    versions = FlowVersion.objects.filter(flow__subject="customers.export")
    versions.update(conditions={"at_least": {"rows": rows}})


def started(world: World, wish: Wish | None = None) -> Job | Request:
    return jobs.start(by=me(world), wish=wish or Wish())


def me(world: World) -> Actor:
    return actor(Employee.objects.with_access().get(pk=world.manager.pk))


def test_queued_exports_count_before_they_are_made(world: World, five: list[Customer]) -> None:
    limit(world, exports=2)
    started(world)
    started(world)
    with pytest.raises(TooMuch):
        started(world)
    limit(world, rows=14)
    with pytest.raises(TooMuch):
        started(world)
    run_due()
    assert AuditEntry.objects.filter(action="export").count() == 2
    assert not Job.objects.open().exists()


def test_an_export_that_another_one_overtook_makes_no_file(
    world: World, five: list[Customer]
) -> None:
    limit(world, rows=8)
    job = started(world)
    making.log(by=me(world), wish=Wish(), path=Path(__file__), count=5)
    run_due()
    job.refresh_from_db()
    assert isinstance(job, Job)
    assert (job.state, "8" in job.error) == ("failed", True)
    assert not StoredFile.objects.exists()


def test_the_command_line_takes_back_a_file_beyond_the_limit(
    world: World, five: list[Customer], tmp_path: Path
) -> None:
    limit(world, exports=0)
    with pytest.raises(TooMuch):
        call_command("export_records", "customers", str(tmp_path / "a.csv"), by="zhouping")
    limit(world, exports=1)
    call_command("export_records", "customers", str(tmp_path / "b.csv"), by="zhouping")
    with pytest.raises(TooMuch):
        call_command("export_records", "customers", str(tmp_path / "c.csv"), by="zhouping")
    assert [one.name for one in tmp_path.iterdir()] == ["b.csv"]


def test_a_selection_that_grew_while_the_export_waited_is_not_exported(
    world: World, five: list[Customer]
) -> None:
    job = started(world)
    more(world, 20)
    run_due()
    job.refresh_from_db()
    assert isinstance(job, Job)
    assert (job.state, "25" in job.error) == ("failed", True)


def test_what_was_approved_is_what_is_exported(world: World, five: list[Customer]) -> None:
    stage = Option.objects.of(PickList.STAGE).order_by("-pk")[0]
    new = creating.NewCustomer({"name": "东莞新彩", "stage": stage.pk}, owner=world.zheng)
    creating.create(by=actor(world.zheng), new=new)
    view = View.objects.create(
        employee=world.manager,
        name="一个",
        conditions={"field": "stage", "is": "in", "value": [stage.pk]},
        columns=[{"key": "name", "width": 200}],
        position=1,
    )
    flow_from(1)
    request = started(world, Wish(params={"view": str(view.pk)}, format=Format.CSV))
    assert isinstance(request, Request)
    subject = find(request.subject)
    assert subject is not None
    assert "客户" in [str(value) for _name, value in subject.lines(request.payload, world.boss)]
    View.objects.update(conditions={}, columns=[{"key": "phone", "width": 200}], sort=["name"])
    deciding.approve(by=actor(world.boss), request=request)
    run_due()
    entry = AuditEntry.objects.get(action="export")
    assert (entry.changes["rows"], entry.changes["columns"]) == ([None, 1], [None, ["name"]])
    with disk.path_of(StoredFile.objects.get().stored).open(encoding="utf-8-sig") as file:
        assert file.read().split() == ['"客户"', '"东莞新彩"']


def test_a_view_without_conditions_stays_one_that_asks_nothing(
    world: World, five: list[Customer]
) -> None:
    view = View.objects.create(employee=world.manager, name="全部", position=1)
    wish = Wish(params={"view": str(view.pk)}).frozen(world.manager)
    View.objects.update(conditions={"field": "name", "is": "contains", "value": "客户0"})
    assert wish.conditions(me(world)) == Wish(params={"view": "all"}).conditions(me(world))


def test_an_approval_stands_above_the_limit_of_the_day(world: World, five: list[Customer]) -> None:
    limit(world, rows=2)
    flow_from(3)
    request = started(world)
    assert isinstance(request, Request)
    deciding.approve(by=actor(world.boss), request=request)
    run_due()
    assert AuditEntry.objects.get(action="export").changes["rows"] == [None, 5]


def test_whose_role_exports_nothing_cannot_even_ask(
    world: World,
    five: list[Customer],
    api_of: ApiOf,  # noqa: F811
) -> None:
    flow_from(1)
    for kind in ("exports", "rows"):
        limit(world, **{kind: 0})
        with pytest.raises(TooMuch):
            started(world)
    assert api_of(world.manager)("POST", "/exports", {"query": "view=all"}).status_code == 429
    assert not Request.objects.exists()


def test_slices_of_a_large_export_need_the_approval_of_the_whole(
    world: World, five: list[Customer]
) -> None:
    flow_from(5)
    slices = [Wish(ids=[row.pk for row in part]) for part in (five[:2], five[2:4], five[4:])]
    assert isinstance(started(world, slices[0]), Job)
    run_due()
    assert isinstance(started(world, slices[1]), Job)
    request = started(world, slices[2])
    assert isinstance(request, Request)
    assert request.facts == {"rows": 5}
    assert request.payload["rows"] == 1
    subject = find(request.subject)
    assert subject is not None
    assert ("当日已导出", 4) in [
        (str(name), value) for name, value in subject.lines(request.payload, world.boss)
    ]


@pytest.mark.django_db(transaction=True)
def test_many_exports_at_once_pass_no_limit(world: World, five: list[Customer]) -> None:
    limit(world, exports=2)
    by = me(world)

    def ask() -> int:
        jobs.start(by=by, wish=Wish())
        return 1

    assert sum(together(*[ask] * 5)) == 2
    assert AuditEntry.objects.filter(action="export").count() == 2
