"""What selling costs at the demo company: 18 months of trips, meals and samples, claimed monthly.

Chinese on purpose: it is the company's own data.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Activity
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import Request
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.ledger.actions import post_many
from zhuixiao.sales import postings
from zhuixiao.sales.actions import expense_claims, numbering
from zhuixiao.sales.choices import ClaimState
from zhuixiao.sales.models import Expense, ExpenseClaim

DAYS = 548
_BATCH = 2_000


@dataclass(frozen=True)
class Habit:
    """What a visit or a meal costs: how often, on what, from and to how much (yuan), for what."""

    chance: float
    type: str
    least: int
    most: int
    purposes: Sequence[str]


# By the key of the action record's type.
OF_RECORDS = {
    "onsite_visit": (
        Habit(0.55, "travel", 12, 140, ("打车去客户现场", "地铁和打车", "高铁往返", "长途车票")),
        Habit(0.18, "fuel", 60, 320, ("加油", "停车和过路费")),
        Habit(0.07, "lodging", 180, 420, ("出差住宿一晚", "出差住宿")),
        Habit(0.08, "gifts", 60, 400, ("带样品", "小礼品")),
    ),
    "business_meal": (
        Habit(0.85, "entertainment", 160, 980, ("请客户吃饭", "招待客户", "中午工作餐")),
    ),
    "reception": (Habit(0.5, "entertainment", 80, 420, ("客户来访招待", "茶叶和水果")),),
    "shipping": (Habit(0.6, "freight", 15, 260, ("样品快递", "加急运费")),),
}
# Without a customer, about once a fortnight.
OF_PEOPLE = (
    Habit(1, "meals", 25, 90, ("出差误餐", "加班餐")),
    Habit(1, "travel", 20, 160, ("去展会交通", "去总部开会")),
    Habit(1, "other", 30, 200, ("打印资料", "手机充电宝", "展会门票")),
)


@transaction.atomic
def build(by: Actor, *, seed: int) -> None:
    """Expenses of everybody who sells, posted; older months paid out, the last one being decided,
    this one not yet claimed."""
    rng = Random(f"expenses {seed}")
    types = {row.key: row for row in Option.objects.of(PickList.EXPENSE_TYPE)}
    since = by.today - timedelta(days=DAYS)
    people = Employee.objects.with_access().active().filter(role__key__in=["sales", "manager"])
    for person in people.order_by("pk"):
        rows = [*_of_records(rng, person, since, types), *_of_person(rng, person, by, types)]
        made = _write(by, rows)
        _claim(rng, by, person, made)
    _decide_some(by)


def _of_records(
    rng: Random, person: Employee, since: date, types: dict[str, Option]
) -> Iterable[Expense]:
    records = Activity.objects.filter(
        executor=person, day__gte=since, deleted_at=None, type__key__in=OF_RECORDS
    )
    for record in records.select_related("type", "customer").order_by("pk"):
        for habit in OF_RECORDS[record.type.key]:
            if rng.random() < habit.chance:
                expense = _expense(rng, person, record.day, habit, types)
                expense.customer, expense.activity = record.customer, record
                yield expense


def _of_person(
    rng: Random, person: Employee, by: Actor, types: dict[str, Option]
) -> Iterable[Expense]:
    day = by.today - timedelta(days=DAYS - rng.randint(0, 13))
    while day <= by.today:
        if day.weekday() < 5:
            yield _expense(rng, person, day, rng.choice(OF_PEOPLE), types)
        day += timedelta(days=rng.randint(6, 22))


def _expense(
    rng: Random, person: Employee, day: date, habit: Habit, types: dict[str, Option]
) -> Expense:
    # Most amounts lie near the lower end, and few are round.
    yuan = habit.least + (habit.most - habit.least) * rng.random() ** 2
    return Expense(
        employee=person,
        department_id=person.department_id,
        spent_on=day,
        type=types[habit.type],
        amount=round(yuan) * 100 if rng.random() < 0.4 else round(yuan * 10) * 10,
        purpose=rng.choice(habit.purposes),
        created_by=person,
    )


def _write(by: Actor, rows: list[Expense]) -> list[Expense]:
    for row in rows:
        row.created_at = datetime.combine(row.spent_on, time(19, 30), by.zone)
    made = Expense.objects.bulk_create(rows, batch_size=_BATCH)
    post_many(
        items=[(postings.fact(postings.EXPENSE, row), postings.of_expense(row)) for row in made],
        fresh=True,
    )
    return made


def _claim(rng: Random, by: Actor, person: Employee, rows: Sequence[Expense]) -> None:
    """A claim for each month that is over; the last one goes to whoever decides."""
    months: dict[date, list[Expense]] = defaultdict(list)
    for row in rows:
        months[row.spent_on.replace(day=1)].append(row)
    this_month = by.today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    for month, spent in sorted(months.items()):
        if month >= this_month:
            continue
        note = f"{month.month} 月费用"
        if month == last_month:
            then = Actor(person, by.at - timedelta(days=rng.randint(0, 2)), by.zone, by.via)
            claim = expense_claims.draft(
                by=then, expense_ids=[row.pk for row in spent][:40], note=note
            )
            if rng.random() < 0.7:
                expense_claims.submit(by=then, claim=claim)
            continue
        begun = (month + timedelta(days=32)).replace(day=rng.randint(1, 6))
        claim = ExpenseClaim.objects.create(
            number=numbering.next_number(numbering.CLAIM, begun),
            employee=person,
            department_id=person.department_id,
            state=ClaimState.PAID,
            amount=sum(row.amount for row in spent),
            note=note,
            paid_on=begun + timedelta(days=rng.randint(3, 12)),
            created_at=datetime.combine(begun, time(9, 30), by.zone),
        )
        Expense.objects.filter(pk__in=[row.pk for row in spent]).update(claim=claim)


def _decide_some(by: Actor) -> None:
    """A head has agreed to one claim and refused another."""
    asked = Request.objects.filter(subject=expense_claims.SUBJECT, state="running")
    for request, says_yes in zip(asked.order_by("pk")[:2], (True, False), strict=False):
        turn = request.turns.filter(state="waiting").select_related("approver").first()
        if turn is None:
            continue
        decider = Employee.objects.with_access().get(pk=turn.approver_id)
        then = Actor(decider, by.at, by.zone, by.via)
        if says_yes:
            deciding.approve(by=then, request=request)
        else:
            deciding.reject(by=then, request=request, note="少两张发票，补齐再报。")
