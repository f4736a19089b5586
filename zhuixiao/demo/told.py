"""What the sellers of the demo company could tell of a period: drafted from its facts, as the product
drafts it. Chinese on purpose: it is the company's own data."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.choices import FollowUpState
from zhuixiao.activities.models import Activity, FollowUp
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query
from zhuixiao.reports.metrics import SHOWN
from zhuixiao.reports.queries import drafting, figures
from zhuixiao.reports.queries.facts import DayFacts
from zhuixiao.reports.queries.figures import Figure

from . import words

_SENTENCES, _PLANS = 5, 4
_Numbers = dict[str, int]
Row = TypeVar("Row")


class Numbers:
    """The figures of everybody in each day, week and month of a period, in a question for each."""

    def __init__(self, period: Period, reader: Employee) -> None:
        self._held: dict[tuple[PeriodKind, int, date], _Numbers] = {}
        for kind in (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH):
            table = query(
                SHOWN,
                period=period,
                by=[Dimension.EMPLOYEE, Dimension(kind)],
                visible_to=reader,
                with_total=False,
            )
            for row in table:
                person, start = row.key
                values = {key: int(value or 0) for key, value in row.values.items()}
                self._held[kind, int(str(person)), date.fromisoformat(str(start))] = values

    def of(self, person: Employee, kind: PeriodKind, period: Period) -> _Numbers:
        """As the person may see them, zeros where nothing happened."""
        held = self._held.get((kind, person.pk, period.start), {})
        return {key: held.get(key, 0) for key in figures.allowed(SHOWN, person.access)}


class Memory:
    """What a person did, added and planned, by day."""

    def __init__(self, person: Employee, since: date) -> None:
        self.done: dict[date, list[Activity]] = defaultdict(list)
        self.added: dict[date, list[Customer]] = defaultdict(list)
        self.plans: dict[date, list[FollowUp]] = defaultdict(list)
        done = Activity.objects.filter(executor=person, day__gte=since, deleted_at=None)
        shown = done.select_related("type", "customer").order_by("-at", "-pk")
        for activity in shown.only("day", "at", "type__name", "customer__name"):
            self.done[activity.day].append(activity)
        added = Customer.objects.filter(added_by=person, added_on__gte=since, deleted_at=None)
        for customer in added.only("name", "added_on").order_by("pk"):
            self.added[customer.added_on].append(customer)
        plans = FollowUp.objects.filter(employee=person, on__gte=since)
        plans = plans.exclude(state=FollowUpState.CANCELLED).select_related("customer")
        for plan in plans.order_by("on", "pk"):
            self.plans[plan.on].append(plan)

    def facts(self, period: Period) -> DayFacts:
        """Those that a report drafts its sentences from."""
        days = [period.start + timedelta(days=number) for number in range(period.days)]
        by_type: dict[str, list[Activity]] = defaultdict(list)
        for activity in _in(self.done, days):
            by_type[activity.type.name].append(activity)
        return DayFacts(
            by_type=sorted(by_type.items(), key=lambda item: -len(item[1])),
            added=list(_in(self.added, days)),
            plans_missed=[plan for plan in _in(self.plans, days) if not plan.is_kept],
        )

    def ahead(self, period: Period, known_at: datetime) -> list[str]:
        """The contacts of a period that were planned by then."""
        days = [period.start + timedelta(days=number) for number in range(period.days)]
        plans = [plan for plan in _in(self.plans, days) if plan.created_at <= known_at]
        names = dict.fromkeys(plan.customer.name for plan in plans)
        return [f"联系{name}" for name in names][:_PLANS]


def summary(facts: DayFacts, numbers: _Numbers, rng: Random, *, is_daily: bool) -> list[str]:
    """The product's own sentences, and in a daily now and then one that no fact can tell."""
    drafted = drafting.sentences(facts, [_figure(key, value) for key, value in numbers.items()])
    if not drafted:
        return [rng.choice(words.QUIET if is_daily else words.QUIET_LONGER)]
    more = is_daily and rng.random() < 0.4
    return [*drafted[:_SENTENCES], *([rng.choice(words.SUMMARIES)] if more else [])]


def plan(ahead: Sequence[str], rng: Random) -> list[str]:
    """Planned contacts, or what one always does."""
    return list(ahead) or rng.sample(words.PLANS, rng.randint(1, 2))


def _in(held: dict[date, list[Row]], days: Iterable[date]) -> Iterable[Row]:
    return (row for day in days for row in held.get(day, ()))


def _figure(key: str, value: int) -> Figure:
    return Figure(key, label="", value=value, previous=0, before="", link="", unit="")
