"""Opportunities of the demo company: 60 open ones and 300 that were won or lost, with the stages they
went through. What was won belongs mostly to customers that bought. Chinese on purpose."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales import totals
from zhuixiao.sales.actions.opportunity_histories import Step, Told, write_many
from zhuixiao.sales.models import Opportunity, OpportunityLine
from zhuixiao.sales.queries.stages import Stage, stages

OPEN, CLOSED = 60, 300
WINS = 0.42
# How far a lost one came, and how many days a stage takes.
LOST_AFTER = ((1, 18), (2, 30), (3, 26), (4, 18), (5, 8))
DAYS = (3, 30, 9)
OPEN_IN = ((0, 14), (1, 16), (2, 13), (3, 10), (4, 7))

WISHES = (
    *("空调机房节能改造", "中央空调末端更新", "新楼温控系统", "冷站群控项目", "样板层改造"),
    *("年度备件采购", "阀门批量替换", "二期温控面板", "楼宇自控升级", "分户计量改造"),
    *("厂房恒温改造", "门店温控统一", "老系统换新", "能耗监测项目", "维保续签"),
)
NEXT_STEPS = (
    *("约采购谈付款方式", "送样机试装", "带技术去现场量尺寸", "催预算批复", "补齐投标资料"),
    *("确认样板间效果", "发修改后的报价", "约总工做技术交流", "问清对手报价", "等董事会结论"),
)
COMPETITORS = ("恒控科技", "南方自动化", "海德温控", "佳控")


def build(by: Actor, *, seed: int) -> None:
    """Write them; the same seed and day give the same ones."""
    rng = Random(seed)
    people = Customer.objects.filter(deleted_at=None, owner__isnull=False, owner__is_active=True)
    joined = people.select_related("owner", "stage")
    customers = list(joined.order_by("-contact_count", "pk")[:1_500])
    if not customers:
        return
    bought = [row for row in customers if row.won_at is not None]
    known = stages()
    way = [row for row in known if row.is_open]
    won = next(row for row in known if row.is_won)
    lost = next(row for row in known if row.is_lost)
    reasons = list(Option.objects.of(PickList.LOSS_REASON))
    rows: list[Told] = []
    for _number in range(CLOSED):
        is_won = rng.random() < WINS
        customer = rng.choice(bought if is_won and bought else customers)
        rows.append(
            _closed(by, rng, customer, way, won if is_won else lost, rng.choice(reasons).pk)
        )
    chosen = rng.sample(customers, min(OPEN, len(customers)))
    rows += [_open(by, rng, customer, way) for customer in chosen]
    made = write_many(by=by, rows=rows)
    _competitors(rng, made)
    _lines(rng, made[-len(chosen) :])


def _told(rng: Random, customer: Customer, steps: list[Step], values: dict[str, Any]) -> Told:
    """Only customers with an owner were asked for."""
    owner = customer.owner
    if owner is None:
        raise ValueError(f"{customer} has no owner")
    return Told(rng.choice(WISHES), customer.pk, owner.pk, owner.department_id, steps, values)


def _closed(
    by: Actor, rng: Random, customer: Customer, way: list[Stage], end: Stage, reason: int
) -> Told:
    count = len(way)
    if end.is_lost:
        count = rng.choices([row[0] for row in LOST_AFTER], [row[1] for row in LOST_AFTER])[0]
    ended = by.today - timedelta(days=int(2 + 500 * rng.random() ** 1.3))
    days = list(_days_back(rng, ended, min(count, len(way))))
    amounts = _amounts(rng, len(days) + 1)
    path = [*way[: len(days)], end]
    steps = [
        Step(stage, day, amount, _at(by, rng, day))
        for stage, day, amount in zip(path, [*days, ended], amounts, strict=True)
    ]
    values: dict[str, Any] = {
        "expected_on": ended + timedelta(days=rng.choice((-14, -3, 0, 0, 5, 20))),
        "loss_reason_id": reason if end.is_lost else None,
    }
    return _told(rng, customer, steps, values)


def _open(by: Actor, rng: Random, customer: Customer, way: list[Stage]) -> Told:
    """Most move along; some were left alone, some should have closed already."""
    place = rng.choices([row[0] for row in OPEN_IN], [row[1] for row in OPEN_IN])[0]
    path = way[: min(place, len(way) - 1) + 1]
    entered = by.today - timedelta(days=int(rng.triangular(0, 34, 3)))
    days = [*_days_back(rng, entered, len(path) - 1), entered]
    amounts = _amounts(rng, len(path))
    steps = [
        Step(stage, day, amount, _at(by, rng, day))
        for stage, day, amount in zip(path, days, amounts, strict=True)
    ]
    touched = min(by.today, entered + timedelta(days=rng.choice((0, 1, 4, 12))))
    has_step = rng.random() < 0.8
    on = by.today + timedelta(days=rng.choice((-4, -1, 0, 1, 2, 3, 5, 9)))
    values: dict[str, Any] = {
        "expected_on": by.today + timedelta(days=int(rng.triangular(-15, 130, 35)))
        if rng.random() < 0.93
        else None,
        "next_step": rng.choice(NEXT_STEPS) if has_step else "",
        "next_step_on": on if has_step else None,
    }
    at = _at(by, rng, touched)
    return replace(_told(rng, customer, steps, values), touched_at=max(at, steps[-1].at or at))


def _days_back(rng: Random, ended: date, count: int) -> Iterator[date]:
    """The days on which it entered the stages before the last one, oldest first."""
    gaps = [max(1, int(rng.triangular(*DAYS))) for _number in range(count)]
    day = ended - timedelta(days=sum(gaps))
    for gap in gaps:
        yield day
        day += timedelta(days=gap)


def _amounts(rng: Random, count: int) -> list[int]:
    """A guess in thousands that gets better from stage to stage; minor units."""
    base = int(rng.lognormvariate(10.9, 0.8)) // 1_000 * 1_000 + 3_000
    found = [base]
    for _number in range(count - 1):
        change = rng.choice((0, 0, 0, -8, -4, 5, 12))
        found.append(max(1_000, found[-1] * (100 + change) // 100 // 100 * 100))
    return [amount * 100 for amount in found]


def _at(by: Actor, rng: Random, day: date) -> datetime:
    moment = datetime.combine(day, time(9), by.zone) + timedelta(minutes=rng.randint(0, 500))
    midnight = datetime.combine(day, time.min, by.zone)
    return moment if moment <= by.at else max(midnight, by.at - timedelta(minutes=30))


def _competitors(rng: Random, rows: list[Opportunity]) -> None:
    """Four rivals, of whom two meet us often."""
    held = Option.objects.of(PickList.COMPETITOR)
    Option.objects.bulk_create(
        Option(pick_list=PickList.COMPETITOR, name=name, position=place)
        for place, name in enumerate(COMPETITORS)
        if not held.filter(name=name).exists()
    )
    rivals = list(Option.objects.of(PickList.COMPETITOR))
    through = Opportunity.competitors.through
    through.objects.bulk_create(
        through(opportunity_id=row.pk, option_id=rival.pk)
        for row in rows
        if rng.random() < 0.45
        for rival in rng.sample(rivals, rng.choice((1, 1, 2)))
    )


def _lines(rng: Random, rows: list[Opportunity]) -> None:
    """A third of the open ones say what the customer wants: about as much as was guessed."""
    products = list(Product.objects.filter(retired_at=None, list_price__gt=0).order_by("pk"))
    lines: list[OpportunityLine] = []
    changed: list[Opportunity] = []
    for row in rows:
        if rng.random() > 0.35 or not products:
            continue
        own = [
            OpportunityLine(
                opportunity=row,
                position=place,
                product=product,
                quantity=max(1, row.amount // (2 * product.list_price)) * 1_000,
                price=product.list_price * 100,
            )
            for place, product in enumerate(rng.sample(products, min(2, len(products))))
        ]
        lines += own
        row.amount = sum(totals.line_amount(totals.Part(one.quantity, one.price)) for one in own)
        changed.append(row)
    OpportunityLine.objects.bulk_create(lines)
    Opportunity.objects.bulk_update(changed, ["amount"])
