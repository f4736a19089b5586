"""An import is taken back as a whole, except for what somebody worked on."""

from datetime import timedelta

from tests.customers.importing.files import as_csv, imported, nothing
from tests.world import NOW, World, actor
from zhuixiao.accounts.choices import Right, Via
from zhuixiao.customers.actions import collaborating, contacts, editing, merging
from zhuixiao.customers.actions.collaborating import Terms
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.customers.importing import undo
from zhuixiao.customers.models import (
    Contact,
    Customer,
    CustomerPhone,
    ImportBatch,
    Merge,
    Registration,
    SearchIndex,
)
from zhuixiao.ledger import checks
from zhuixiao.ledger.models import Entry

LATER = NOW + timedelta(hours=1)


def take_back(world: World, batch: ImportBatch) -> dict[str, object]:
    by = actor(world.boss, at=LATER, via=Via.IMPORT)
    undo.run(by=by, batch=batch, progress=nothing)
    batch.refresh_from_db()
    result: dict[str, object] = batch.options["undo"]
    return result


def test_nothing_is_left_of_an_untouched_import(world: World) -> None:
    rows = [
        ["客户名称", "联系人", "手机", "阶段"],
        ["甲公司", "张三", "13800138000", "新客户"],
        ["乙公司", "", "", ""],
    ]
    batch = imported(world.boss, as_csv(rows))
    assert take_back(world, batch)["removed"] == 2
    for model in (Customer, Contact, CustomerPhone, SearchIndex, Entry):
        assert not model._default_manager.exists()
    assert batch.state == "undone"
    assert checks.verify() == []


def test_customers_that_somebody_worked_on_stay(world: World) -> None:
    batch = imported(world.boss, as_csv([["客户名称"], ["甲公司"], ["乙公司"], ["丙公司"]]))
    by = actor(world.boss, at=LATER)
    edited, talked = Customer.objects.get(name="甲公司"), Customer.objects.get(name="乙公司")
    editing.edit(by=by, customer=edited, values={"note": "重要"})
    contacts.add(by=by, customer=talked, values={"name": "李四"})
    result = take_back(world, batch)
    assert result["names"] == ["甲公司", "乙公司"]
    assert set(Customer.objects.values_list("name", flat=True)) == {"甲公司", "乙公司"}
    assert checks.verify() == []


def test_customers_that_somebody_was_let_into_reported_or_merged_stay(world: World) -> None:
    names = ["甲公司", "乙公司", "丙公司", "丁公司"]
    batch = imported(world.boss, as_csv([["客户名称"], *([name] for name in names)]))
    by = actor(world.boss, at=LATER)
    rows = {row.name: row for row in Customer.objects.all()}
    collaborating.let_in(by=by, customer=rows["甲公司"], employee=world.li, terms=Terms(Right.READ))
    Registration.objects.create(
        customer=rows["乙公司"],
        employee=world.li,
        department=world.li.department,
        name="乙公司",
        reported_at=LATER,
    )
    merging.merge(by=by, winner_id=rows["丙公司"].pk, loser_id=create_other(world).pk)
    take_back(world, batch)
    kept = set(Customer.objects.filter(batch=batch).values_list("name", flat=True))
    assert kept == set(names[:3])
    assert Merge.objects.count() == Registration.objects.count() == 1


def create_other(world: World) -> Customer:
    return create(by=actor(world.boss), new=NewCustomer({"name": "丙公司二"}))


def test_changes_of_older_customers_are_rolled_back(world: World) -> None:
    by = actor(world.boss, at=NOW - timedelta(days=1))
    old = create(by=by, new=NewCustomer(values={"name": "甲公司", "phone": "13800138000"}))
    touched = create(by=by, new=NewCustomer(values={"name": "乙公司"}))
    rows = [
        ["客户名称", "电话", "联系人", "行业", "标签"],
        ["甲公司", "13911112222", "张三", "制造业", "急单"],
        ["甲公司", "", "", "餐饮", ""],
        ["乙公司", "13911113333", "", "", ""],
    ]
    batch = imported(world.boss, as_csv(rows), on_duplicate="update", create_missing=True)
    assert batch.updated_count == 3
    editing.edit(by=actor(world.boss, at=LATER), customer=touched, values={"note": "后来改的"})
    result = take_back(world, batch)
    assert (result["restored"], result["names"]) == (1, ["乙公司"])
    old.refresh_from_db()
    assert (old.phone, old.industry_id, old.tags.count()) == ("13800138000", None, 0)
    assert not Contact.objects.exists()
    assert list(CustomerPhone.objects.filter(customer=old).values_list("number", flat=True)) == [
        "13800138000"
    ]
    touched.refresh_from_db()
    assert touched.phone == "13911113333"
    assert checks.verify() == []


def test_an_undo_that_was_interrupted_ends_the_same(world: World) -> None:
    batch = imported(world.boss, as_csv([["客户名称"], ["甲公司"], ["乙公司"]]))
    take_back(world, batch)
    assert take_back(world, batch)["removed"] == 0
    assert not Customer.objects.exists()
