"""Which customers fall back into a pool, by which rule and when."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import Q

from zhuixiao.accounts.choices import DEALERS
from zhuixiao.accounts.models import Department, Employee

from .. import recycling
from ..models import Customer, CustomerQuerySet, RecycleRule


class Owned(recycling.Waiting, Protocol):
    """A customer, as far as rules look at it."""

    owner_id: int | None
    importance_id: int | None
    stage_id: int | None
    protected_until: date | None


# The columns that deciding needs of a customer.
LOOKED_AT = (
    "owner_id",
    "importance_id",
    "stage_id",
    "received_at",
    "last_contact_at",
    "won_at",
    "protected_until",
    "last_order_on",
    "last_opportunity_on",
    "contract_ends_on",
)


class Rule:
    """A recycling rule with what deciding needs, loaded once."""

    def __init__(self, row: RecycleRule, zone: ZoneInfo, dealers: Sequence[Department]) -> None:
        self.row, self.zone, self._dealers = row, zone, dealers
        self.importances = {one.pk for one in row.importances.all()}
        self.stages = {one.pk for one in row.stages.all()}

    @property
    def any_of(self) -> bool:
        return bool(self.row.match == RecycleRule.Match.ANY)

    @property
    def words(self) -> list[str]:
        """Its conditions as a person reads them: "no contact for 30 days"."""
        kinds = [(recycling.find(one["kind"]), one["days"]) for one in self.row.conditions]
        return [str(kind.words) % {"n": days} for kind, days in kinds if kind]

    @cached_property
    def owner_ids(self) -> frozenset[int] | None:
        """Whose customers it takes: of the people whom its pool serves, as PoolQuerySet.serving
        tells; None for everybody's."""
        pool = self.row.pool
        paths = [unit.path for unit in pool.departments.all()]
        people = list(pool.people.values_list("pk", flat=True))
        if not paths and not people:
            if not self._dealers:
                return None
            paths = [""]
        inside = Q(pk__in=people)
        for path in paths:
            below = Q(department__path__startswith=path)
            for dealer in self._dealers:
                if dealer.path != path and dealer.path.startswith(path):
                    below &= ~Q(department__path__startswith=dealer.path)
            inside |= below
        return frozenset(Employee.objects.filter(inside).values_list("pk", flat=True))

    def due(self, today: date) -> CustomerQuerySet:
        """The customers that the rule takes on this day: owned, unprotected, waited long enough;
        none before the rule begins."""
        if today < self.row.valid_from:
            return Customer.objects.none()
        ids = self.owner_ids
        rows = Customer.objects.filter(
            Q(owner__isnull=False) if ids is None else Q(owner__in=ids),
            recycling.waited(self.row.conditions, any_of=self.any_of, today=today, zone=self.zone),
            Q(protected_until=None) | Q(protected_until__lt=today),
            deleted_at=None,
        )
        if self.row.spares_contracts:
            rows = rows.filter(Q(contract_ends_on=None) | Q(contract_ends_on__lt=today))
        if not self.row.takes_won:
            rows = rows.filter(won_at=None)
        if self.importances:
            rows = rows.filter(importance__in=self.importances)
        if self.stages:
            rows = rows.filter(stage__in=self.stages)
        return rows

    def covers(self, customer: Owned) -> bool:
        """Whether the rule would ever take this customer as it stands now."""
        return (
            customer.owner_id is not None
            and (self.owner_ids is None or customer.owner_id in self.owner_ids)
            and (self.row.takes_won or customer.won_at is None)
            and (not self.importances or customer.importance_id in self.importances)
            and (not self.stages or customer.stage_id in self.stages)
        )

    def due_on(self, customer: Owned) -> date | None:
        """When it takes the customer if nothing happens; a protected one the day after, and one
        that a contract keeps."""
        day = recycling.due_on(customer, self.row.conditions, any_of=self.any_of, zone=self.zone)
        if day is None:
            return None
        earliest = [day, self.row.valid_from]
        if customer.protected_until:
            earliest.append(customer.protected_until + timedelta(days=1))
        if self.row.spares_contracts and customer.contract_ends_on:
            earliest.append(customer.contract_ends_on + timedelta(days=1))
        return max(earliest)


def rules(zone: ZoneInfo) -> list[Rule]:
    """The rules in use, in the order of their pools."""
    rows = RecycleRule.objects.filter(retired_at=None, pool__retired_at=None)
    rows = rows.select_related("pool", "changed_by").prefetch_related("importances", "stages")
    dealers = list(Department.objects.filter(kind__in=DEALERS))
    return [Rule(row, zone, dealers) for row in rows.order_by("pool__position", "pool", "pk")]


class Clock:
    """How many days customers have left before a rule takes them; for a page of rows."""

    def __init__(self, zone: ZoneInfo, today: date) -> None:
        self._today = today
        self._rules = rules(zone)

    @property
    def runs(self) -> bool:
        """Whether any rule is in use."""
        return bool(self._rules)

    def days_left(self, customer: Owned) -> int | None:
        """0 on the last day, less when tonight's run takes it; None when no rule will."""
        days = [
            day
            for rule in self._rules
            if rule.covers(customer) and (day := rule.due_on(customer)) is not None
        ]
        return (min(days) - self._today).days if days else None


def leaving(*, zone: ZoneInfo, today: date, within: int | None = None) -> Q:
    """The customers that a rule takes within its days of warning, or `within` so many days."""
    found = Q(pk__in=[])
    for rule in rules(zone):
        days = rule.row.warn_days if within is None else within
        found |= Q(pk__in=rule.due(today + timedelta(days=days)).values("pk"))
    return found
