"""The nightly work of the recycling rules: what is due goes into the pools, and can come back."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..choices import OwnerReason
from ..models import Customer, OwnerSpan, RecycleRun
from ..queries.recycling import Rule, rules
from . import ownership
from .ownership import Move

# At most this share of all owned customers in one run, so that a clock that jumped or a rule
# written wrongly does not empty everybody's list over night; a small company may lose FEW at once.
SHARE, FEW = 0.05, 50
UNDO_DAYS = 7
_BATCH = 500


def start(*, at: datetime) -> RecycleRun:
    """A new run: what is due is written down, those who waited longest first; nothing moves yet."""
    due = _due(at)
    plan = due[: limit()]
    return RecycleRun.objects.create(
        at=at, plan=plan, due_count=len(due), held_back=len(due) - len(plan)
    )


@transaction.atomic
def advance(*, run: RecycleRun) -> bool:
    """Move the next batch of a run; whether more are left. Killed at any point, the batch is whole
    or not there, and the next call goes on."""
    held = RecycleRun.objects.select_for_update().get(pk=run.pk)
    by_rule: dict[int, list[int]] = defaultdict(list)
    for rule_id, customer_id in held.plan[held.place : held.place + _BATCH]:
        by_rule[rule_id].append(customer_id)
        held.place += 1
    zone = Company.objects.get().zone
    for rule in rules(zone):
        if ids := by_rule.get(rule.row.pk):
            held.moved_count += _take(rule, ids, at=held.at)
    has_more = held.place < len(held.plan)
    if not has_more:
        held.finished_at = held.at
    held.save(update_fields=["place", "moved_count", "finished_at"])
    run.place, run.moved_count, run.finished_at = held.place, held.moved_count, held.finished_at
    return has_more


def preview(*, at: datetime) -> list[tuple[Rule, int]]:
    """Each rule with how many customers it would take on its next night: today's if it holds
    already, else its first."""
    company = Company.objects.get()
    today = company.today(at)
    taken: set[int] = set()
    counts = []
    for rule in rules(company.zone):
        rows = rule.due(max(today, rule.row.valid_from))
        ids = set(rows.values_list("pk", flat=True)) - taken
        counts.append((rule, len(ids)))
        taken |= ids
    return counts


def limit() -> int:
    """The most customers that one run takes."""
    owned = Customer.objects.filter(owner__isnull=False, deleted_at=None).count()
    return max(ceil(owned * SHARE), FEW)


@transaction.atomic
def undo(*, by: Actor, run: RecycleRun) -> int:
    """Give back what a run took and nobody has claimed since. Returns how many went back.

    Raises NotAllowed, RuleError after seven days or the second time.
    """
    if not by.employee.access.may("customers", "manage"):
        raise NotAllowed
    held = RecycleRun.objects.select_for_update().get(pk=run.pk)
    if held.undone_at is not None:
        raise RuleError(_("This was undone already."))
    if by.at - held.at > timedelta(days=UNDO_DAYS):
        raise RuleError(_("This is too long ago to be undone."))
    spans = OwnerSpan.objects.filter(since=held.at, reason=OwnerReason.RECYCLED, until=None)
    before = dict(spans.values_list("customer_id", "before"))
    people = Employee.objects.with_access().filter(is_active=True).in_bulk(set(before.values()))
    back = 0
    for some in _batches(sorted(before)):
        rows = ownership.locked(Customer.objects.filter(pk__in=some, deleted_at=None))
        moves = [
            Move(row, owner)
            for row in rows
            if row.pool_id and (owner := people.get(before[row.pk] or 0))
        ]
        back += len(ownership.move(by=by, moves=moves, reason=OwnerReason.UNDONE, may_exceed=True))
    held.undone_at, held.undone_by = by.at, by.employee
    held.save(update_fields=["undone_at", "undone_by"])
    return back


def _due(at: datetime) -> list[tuple[int, int]]:
    """[rule, customer] that the rules take now, each customer by the first rule that wants it."""
    company = Company.objects.get()
    today = company.today(at)
    taken: dict[int, int] = {}
    for rule in rules(company.zone):
        for pk in rule.due(today).order_by("received_at", "pk").values_list("pk", flat=True):
            taken.setdefault(pk, rule.row.pk)
    return [(rule, pk) for pk, rule in taken.items()]


def _take(rule: Rule, ids: list[int], *, at: datetime) -> int:
    """By whoever set the rule; what was contacted in the meantime stays."""
    by = Actor(rule.row.changed_by, at, rule.zone, via=Via.JOB)
    rows = ownership.locked(rule.due(by.today).filter(pk__in=ids))
    moves = [Move(row, pool=rule.row.pool) for row in rows]
    note = rule.row.name
    return len(ownership.move(by=by, moves=moves, reason=OwnerReason.RECYCLED, note=note))


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
