"""Giving customers out by rules: whose turn it is, who is full, paused, or the least busy."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.away import away
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.catalog.models import Channel, Option
from zhuixiao.kit.errors import RuleError

from ..choices import OwnerReason
from ..models import AssignPause, AssignRule, Customer
from . import caps, ownership
from .ownership import Move
from .pools import save_row


@dataclass(frozen=True)
class Facts:
    """What the rules look at of a customer."""

    region: int | None = None
    channel: int | None = None
    products: frozenset[int] = frozenset()


@dataclass
class Choice:
    """Who gets it by which rule; nobody where no rule fits or nobody can take it. `skipped` tells
    who was passed over, and why."""

    rule: AssignRule | None = None
    receiver: Employee | None = None
    skipped: list[tuple[Employee, object]] = field(default_factory=list)


class Chooser:
    """Chooses for one customer after the other and counts along; the rules stay locked until the
    end of the transaction, so that two at once keep the order of turns. `others` may get customers
    beside the rules, which take room from the same caps."""

    def __init__(self, by: Actor, others: Iterable[Employee] = ()) -> None:
        days = calendar(Company.objects.get(), by.today, by.today)
        self._is_workday = days.is_workday(by.today)
        self._time = by.at.astimezone(by.zone).time()
        self._rules = list(AssignRule.objects.in_use().select_for_update(of=("self",)))
        self._receivers = {rule.pk: receivers(rule) for rule in self._rules}
        people = {one.pk: one for rows in self._receivers.values() for one in rows}
        self.rooms = caps.Rooms([*people.values(), *others])
        self._paused = set(
            AssignPause.objects.filter(until__gte=by.today).values_list("employee", flat=True)
        )
        self._away = {pk for pk, _day in away(people, by.today, by.today)}
        open_ones = Customer.objects.filter(owner__in=people, won_at=None, deleted_at=None)
        counted = open_ones.order_by().values_list("owner").annotate(Count("pk"))
        self._busy: Counter[int] = Counter(dict(counted))
        self._paths = dict(Channel.objects.values_list("pk", "path"))

    def choose(self, facts: Facts, stage: Option | None = None) -> Choice:
        """Who gets a customer of these facts, in this stage; the turn counts as taken."""
        for rule in self._rules:
            if not self._fits(rule, facts):
                continue
            choice = Choice(rule)
            for person in self._in_order(rule):
                if person.pk in self._paused:
                    choice.skipped.append((person, _("gets none for a while")))
                elif person.pk in self._away:
                    choice.skipped.append((person, _("is on leave")))
                elif not self.take(person, stage):
                    choice.skipped.append((person, _("has no room")))
                else:
                    choice.receiver = person
                    rule.last = person
                    break
            return choice
        return Choice()

    def take(self, person: Employee, stage: Option | None = None) -> bool:
        """Whether the person has room for one more, which then is his and counts."""
        if not self.rooms.take(person, stage):
            return False
        if stage is None or stage.outcome != StageOutcome.WON:
            self._busy[person.pk] += 1
        return True

    def keep_turns(self) -> None:
        """Write down whose turn was last."""
        AssignRule.objects.bulk_update(self._rules, ["last"])

    def _fits(self, rule: AssignRule, facts: Facts) -> bool:
        return (
            (self._is_workday or not rule.workdays_only)
            and _is_within(self._time, rule)
            and (not rule.regions or any(_covers(one, facts.region) for one in rule.regions))
            and (not rule.channels or any(self._below(one, facts.channel) for one in rule.channels))
            and (not rule.products or bool(facts.products & set(rule.products)))
        )

    def _below(self, channel: int, held: int | None) -> bool:
        path, own = self._paths.get(channel), self._paths.get(held or 0)
        return bool(path and own and own.startswith(path))

    def _in_order(self, rule: AssignRule) -> list[Employee]:
        people = self._receivers[rule.pk]
        if rule.method == AssignRule.Method.LEAST:
            return sorted(people, key=lambda one: (self._busy[one.pk], one.pk))
        after = [one for one in people if rule.last_id and one.pk > rule.last_id]
        return after + people[: len(people) - len(after)]


def receivers(rule: AssignRule) -> list[Employee]:
    """Everybody who works here and whom the rule names, each once, in a fixed order."""
    working = Employee.objects.active().with_access()
    found = {one.pk: one for one in working.filter(pk__in=rule.people.values("pk"))}
    found |= {one.pk: one for one in working.filter(groups__in=rule.groups.values("pk"))}
    for unit in rule.departments.all():
        found |= {one.pk: one for one in working.filter(department__in=unit.subtree())}
    return [found[pk] for pk in sorted(found)]


@transaction.atomic
def distribute(*, by: Actor, customers: Sequence[Customer]) -> int:
    """Give customers without an owner out by the rules; returns how many found one. Raises
    NotAllowed."""
    by.employee.access.check("customers", "assign")
    held = Customer.objects.held_by(by.employee).filter(owner=None)
    rows = ownership.locked(held.filter(pk__in=[row.pk for row in customers]))
    links = Customer.products.through.objects.filter(customer__in=rows)
    products: dict[int, set[int]] = defaultdict(set)
    for customer_id, product_id in links.values_list("customer_id", "product_id"):
        products[customer_id].add(product_id)
    chooser = Chooser(by)
    moves: dict[str, list[Move]] = defaultdict(list)
    for row in rows:
        facts = Facts(row.region_id, row.channel_id, frozenset(products[row.pk]))
        choice = chooser.choose(facts)
        if choice.receiver and choice.rule:
            moves[choice.rule.name].append(Move(row, choice.receiver))
    for name, some in moves.items():
        ownership.move(by=by, moves=some, reason=OwnerReason.ASSIGNED, note=name)
    chooser.keep_turns()
    return sum(map(len, moves.values()))


@transaction.atomic
def owner_by_rules(*, by: Actor, facts: Facts) -> Employee | None:
    """Who gets a new customer; None where the rules say nobody: then it stays with who adds it."""
    chooser = Chooser(by)
    choice = chooser.choose(facts)
    chooser.keep_turns()
    return choice.receiver


@transaction.atomic
def save_rule(*, by: Actor, rule: AssignRule | None, values: Mapping[str, Any]) -> AssignRule:
    """Make a rule, or change one. Raises NotAllowed, RuleError without receivers or for hours
    that are none."""
    by.employee.access.check("customers", "manage")
    if not any(values[name] for name in ("people", "groups", "departments")):
        raise RuleError(_("Choose who gets them."), field="departments")
    start, end = values.get("hours_from"), values.get("hours_until")
    if (start is None) != (end is None) or (start and start >= end):
        raise RuleError(
            _("Working hours are a time and a later one; leave both empty for any time."),
            field="hours_until",
        )
    row = rule or AssignRule(position=AssignRule.objects.in_use().count())
    save_row(by, "assign_rule", row, values)
    return row


@transaction.atomic
def retire_rule(*, by: Actor, rule: AssignRule) -> None:
    """End a rule. Raises NotAllowed."""
    by.employee.access.check("customers", "manage")
    save_row(by, "assign_rule", rule, {"retired_at": by.at}, action="retire")


@transaction.atomic
def pause(*, by: Actor, employee: Employee, until: date | None) -> None:
    """Let somebody get no new customers until a day; without a day the pause ends. Raises
    NotAllowed."""
    by.employee.access.check("customers", "manage")
    AssignPause.objects.filter(employee=employee).delete()
    if until:
        AssignPause.objects.create(employee=employee, until=until)
    audit.write(
        by=by,
        action="pause",
        kind="assign_rule",
        label=employee.name,
        changes={"until": (None, until)},
    )


def _is_within(now: time, rule: AssignRule) -> bool:
    """Whether the rule gives out at this time of the company's day."""
    start, end = rule.hours_from, rule.hours_until
    return start is None or end is None or start <= now < end


def _covers(adcode: int, held: int | None) -> bool:
    """Whether a region is another one or lies in it."""
    size = 10_000 if adcode % 10_000 == 0 else 100 if adcode % 100 == 0 else 1
    return held is not None and adcode <= held < adcode + size
