"""Many records at once are the same facts as one after the other."""

from datetime import date, timedelta

from tests.activities.conftest import AddCustomer, Log
from tests.world import NOW, World, actor
from zhuixiao.activities.actions import bulk, bulk_tasks
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import FollowUp, Task
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import BulkChange, Customer
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

METRICS = [
    "activities.done",
    "activities.joined",
    "activities.contacts",
    "activities.verified_contacts",
    "followups.planned",
    "followups.kept",
]


def _rows(world: World, customer: Customer, types: dict[str, Option]) -> list[NewActivity]:
    def row(days: int, key: str, executors: list[int], next_days: int | None) -> NewActivity:
        at = NOW - timedelta(days=days)
        return NewActivity(
            customer_id=customer.pk,
            subject=f"第 {days} 天前",
            type_id=types[key].pk,
            at=at,
            executor_ids=executors,
            next_on=at.date() + timedelta(days=next_days) if next_days else None,
            description="梁总：多少钱？郑斌：九折。梁总：那我再问问，谢谢你啊。",
        )

    return [
        row(9, "phone_visit", [world.zheng.pk], 3),
        row(6, "chat_qq", [world.zheng.pk, world.chen.pk], 1),
        row(4, "invoicing", [world.zheng.pk], None),
        row(2, "onsite_visit", [world.zheng.pk], 7),
    ]


def test_bulk_and_single_records_give_the_same_figures(
    world: World, add_customer: AddCustomer, types: dict[str, Option], log: Log
) -> None:
    one, many = add_customer("逐条"), add_customer("批量")
    for row in _rows(world, one, types):
        log(at=row.at, **{k: v for k, v in row.__dict__.items() if k != "at"})
    singles = query(METRICS, period=None, visible_to=world.boss).total.values
    bulk.log_many(by=actor(world.boss), rows=_rows(world, many, types))
    both = query(METRICS, period=None, visible_to=world.boss).total.values
    assert both == {name: 2 * (value or 0) for name, value in singles.items()}
    one.refresh_from_db()
    many.refresh_from_db()
    for name in ("contact_count", "next_contact_on", "last_contact_at", "last_activity_subject"):
        assert getattr(one, name) == getattr(many, name), name
    states = FollowUp.objects.filter(customer=many).order_by("on").values_list("state", flat=True)
    assert list(states) == ["done", "done", "open"]
    assert checks.verify() == []


def test_a_second_batch_keeps_the_plans_of_the_first(
    world: World, customer: Customer, types: dict[str, Option]
) -> None:
    rows = _rows(world, customer, types)
    bulk.log_many(by=actor(world.boss), rows=rows[:1])
    bulk.log_many(by=actor(world.boss), rows=rows[1:], has_evidence=[False, False, True])
    assert FollowUp.objects.get(on=date(2026, 2, 24)).is_kept
    assert checks.verify() == []


def test_one_task_for_many_customers_can_be_taken_back(
    world: World, add_customer: AddCustomer
) -> None:
    customers = [add_customer("甲"), add_customer("乙", owner=world.li)]
    options = {"title": "问展会", "due_on": "2026-03-05", "for_owner": True}
    assert bulk_tasks.add(actor(world.boss), customers, options) == 2
    assert set(Task.objects.values_list("employee__name", flat=True)) == {"郑斌", "李慧"}
    change = BulkChange.objects.create(employee=world.boss, at=NOW, action="task")
    assert bulk_tasks.undo(actor(world.boss), change) == 2
    assert not Task.objects.open().exists()
