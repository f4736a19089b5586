"""Keeping and sharing tables: whose they are, who reads them, what two windows do."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.analytics.conftest import SOLD, Compose
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.actions import groups
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.analytics.actions import saving, sharing
from zhuixiao.analytics.models import SummaryTable
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.notices.models import Notice


def share(world: World, table: SummaryTable, **whom: Any) -> None:
    nobody: dict[str, Any] = {"people": [], "departments": [], "groups": []}
    sharing.share(by=actor(world.boss), table=table, **{**nobody, **whom})


def seen_by(person: Employee) -> list[SummaryTable]:
    fresh = Employee.objects.with_access().get(pk=person.pk)
    return list(SummaryTable.objects.visible_to(fresh))


def test_a_table_keeps_what_was_composed(world: World, compose: Compose) -> None:
    values: dict[str, Any] = {
        "rows": ["department", "employee"],
        "columns": "month",
        "filters": {"employee": [world.zheng.pk]},
        "comparison": "previous",
        "sort_by": "orders.placed",
        "top": 5,
    }
    table = compose(**values)
    table.refresh_from_db()
    assert table.definition == replace(SOLD, **values)
    assert AuditEntry.objects.filter(kind=saving.KIND, action="create").count() == 1


def test_only_its_owner_changes_shares_or_deletes_a_table(world: World, compose: Compose) -> None:
    table, by = compose(), actor(world.manager)
    with pytest.raises(NotAllowed):
        saving.save(by=by, table=table, name="x", asked=SOLD)
    with pytest.raises(NotAllowed):
        sharing.share(by=by, table=table, people=[], departments=[], groups=[])
    with pytest.raises(NotAllowed):
        saving.delete(by=by, table=table)
    saving.delete(by=actor(world.boss), table=table)
    assert not SummaryTable.objects.exists()


def test_a_table_of_nobody_else_is_read(world: World, compose: Compose) -> None:
    table = compose()
    assert seen_by(world.boss) == [table]
    for person in (world.zheng, world.manager, world.admin):
        assert seen_by(person) == []


def test_it_is_shared_with_people_departments_below_and_groups(
    world: World, compose: Compose
) -> None:
    table = compose()
    share(world, table, people=[world.li])
    assert seen_by(world.li) == [table]
    assert Notice.objects.get(employee=world.li).params["table"] == "各人业绩"
    share(world, table, departments=[world.south])
    assert [bool(seen_by(one)) for one in (world.li, world.zheng, world.su)] == [False, True, True]
    group = groups.save(by=actor(world.boss), group=None, name="值班", members=[world.finance])
    share(world, table, groups=[group])
    assert [bool(seen_by(one)) for one in (world.zheng, world.finance)] == [False, True]
    assert Notice.objects.count() == 1


def test_a_role_without_the_module_reads_nothing_that_is_shared(
    world: World, compose: Compose
) -> None:
    share(world, compose(), people=[world.zheng])
    world.zheng.role.grants["modules"] = {"analytics": {"scope": "all", "actions": []}}
    world.zheng.role.save()
    assert seen_by(world.zheng) == []


def test_who_may_not_share_does_not(world: World) -> None:
    own = saving.create(by=actor(world.zheng), name="我的", asked=SOLD)
    with pytest.raises(NotAllowed):
        sharing.share(
            by=actor(world.zheng), table=own, people=[world.li], departments=[], groups=[]
        )


def test_a_number_that_is_closed_cannot_be_kept_and_a_copy_leaves_it_out(
    world: World, compose: Compose
) -> None:
    margins = replace(SOLD, metrics=["sales.margin", "sales.amount"])
    with pytest.raises(Invalid):
        saving.create(by=actor(world.zheng), name="毛利", asked=margins)
    table = compose(metrics=margins.metrics)
    made = saving.copy(by=actor(world.zheng), table=table, name="副本")
    assert (made.owner, made.metrics) == (world.zheng, ["sales.amount"])


def test_two_windows_keep_both_changes_or_say_what_differs(world: World, compose: Compose) -> None:
    table, by = compose(), actor(world.boss)
    saving.save(by=by, table=table, name="新名字", asked=SOLD, version=1)
    both = saving.save(by=by, table=table, name="各人业绩", asked=replace(SOLD, top=3), version=1)
    assert (both.name, both.top, both.version) == ("新名字", 3, 3)
    with pytest.raises(Conflict):
        saving.save(by=by, table=table, name="第三个", asked=SOLD, version=1)


@pytest.mark.parametrize("name", ["", "  ", "字" * 61])
def test_a_table_needs_a_short_name(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        saving.create(by=actor(world.boss), name=name, asked=SOLD)
    assert list(refused.value.errors) == ["name"]


def test_nobody_keeps_tables_without_end(
    world: World, compose: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "MOST_TABLES", 1)
    compose()
    with pytest.raises(RuleError, match="1 张表"):
        compose()


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"rows": "nonsense"},
        {"columns": "customer"},
        {"columns": "employee"},
        {"then_rows": "employee"},
        {"span": "all"},
        {"span": "other"},
        {"start": "2026-01-01"},
        {"span": "other", "start": "2026-02-01", "end": "2026-01-01"},
        {"chart": "pie"},
        {"top": 0},
        {"top": 501},
    ],
)
def test_the_database_refuses_what_is_no_table(compose: Compose, values: dict[str, Any]) -> None:
    table = compose()
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryTable.objects.filter(pk=table.pk).update(**values)


def test_a_dealer_shares_among_his_own(world: World, compose: Compose) -> None:
    from zhuixiao.analytics.forms.sharing import SharingForm

    dealer = as_dealer(world, "manager")
    own = saving.create(by=actor(dealer), name="代理商", asked=SOLD)
    form = SharingForm({"people": [world.li.pk]}, table=own, reader=dealer)
    assert not form.is_valid()
    assert list(form.fields["departments"].queryset) == [world.shenzhen]  # type: ignore[attr-defined]
