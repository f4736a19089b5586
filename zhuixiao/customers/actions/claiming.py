"""Taking customers out of a pool, and putting them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period

from ..choices import OwnerReason
from ..models import Customer, OwnerSpan, Pool, PoolView
from . import caps, ownership
from .ownership import Move


@dataclass(frozen=True)
class Refused:
    """A customer that stayed where it was, and why, in the person's language."""

    name: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What became of each customer that was asked for."""

    moved: list[Customer]
    refused: list[Refused]


@transaction.atomic
def claim(*, by: Actor, customer_ids: Sequence[int]) -> Outcome:
    """Make customers of a pool one's own, as many as the pool's rules and the cap allow.

    Two people at once: the rows and the person are locked, so that one of them gets the customer
    and no limit is passed; the other is told that it is gone. Raises NotAllowed.
    """
    by.employee.access.check("customers", "claim")
    # Not against new rows that name the person: whoever gives him something holds its row already.
    me = (
        Employee.objects.select_for_update(of=("self",), no_key=True)
        .with_access()
        .get(pk=by.employee.pk)
    )
    wanted = list(dict.fromkeys(customer_ids))
    rows = {
        row.pk: row
        for row in ownership.locked(Customer.objects.pooled_for(me).filter(pk__in=wanted))
    }
    rules = _Rules(me, list(rows.values()), by)
    moves, refused = [], []
    for pk in wanted:
        row = rows.get(pk)
        if row is None:
            refused.append(Refused(_nameable(pk, me), _("Somebody else has it already.")))
        elif reason := rules.refusal(row):
            refused.append(Refused(row.name, reason))
        else:
            moves.append(Move(row, me))
            rules.took()
    moved = ownership.move(by=by, moves=moves, reason=OwnerReason.CLAIMED)
    return Outcome(moved, refused)


@transaction.atomic
def release(*, by: Actor, customer_ids: Sequence[int], pool: Pool | None, note: str) -> Outcome:
    """Put customers that the person sees into a pool: the given one, else their owner's first.

    Own customers may always be given up; those of others need the right to assign. Raises RuleError
    when no reason is given or there is no pool.
    """
    if not note.strip():
        raise RuleError(_("Say why: whoever claims them next will want to know."), field="note")
    rows = Customer.objects.held_by(by.employee).filter(pk__in=customer_ids)
    may_assign = by.employee.access.may("customers", "assign")
    moves, refused = [], []
    for row in ownership.locked(rows):
        if row.pool_id:
            refused.append(Refused(row.name, _("It is in a pool already.")))
        elif row.owner_id != by.employee.pk and not may_assign:
            refused.append(Refused(row.name, _("It is not yours.")))
        elif target := pool or _pool_of(row, by):
            moves.append(Move(row, pool=target))
        else:
            raise RuleError(_("There is no pool yet. The boss sets one up."), field="pool")
    moved = ownership.move(by=by, moves=moves, reason=OwnerReason.RELEASED, note=note.strip())
    return Outcome(moved, refused)


@transaction.atomic
def look(*, by: Actor, customer: Customer, pool: Pool) -> None:
    """Count that somebody opened a customer of a pool. Raises RuleError past the hour's limit.

    The same customer again within the hour costs nothing.
    """
    since = by.at - timedelta(hours=1)
    # Locked, so that several at once cannot share the last view.
    me = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=by.employee.pk)
    seen = PoolView.objects.filter(employee=me, at__gt=since)
    if seen.filter(customer=customer).exists():
        return
    limit = pool.views_per_hour
    is_full = limit is not None and seen.values("customer").distinct().count() >= limit
    if is_full and not _looks_after(pool, me):
        raise RuleError(
            _("%(n)d customers of the pool an hour may be opened. Come back later.") % {"n": limit}
        )
    PoolView.objects.create(employee=me, customer=customer, at=by.at)


class _Rules:
    """What one person may take now; counts along with what was taken."""

    def __init__(self, me: Employee, rows: Sequence[Customer], by: Actor) -> None:
        self._me, self._at = me, by.at
        self._pools = Pool.objects.in_bulk({row.pool_id for row in rows})
        self._led = {pk for pk, pool in self._pools.items() if _looks_after(pool, me)}
        self._room = caps.room_of(me)
        start, end = Period(by.today, by.today).instants(by.zone)
        mine = OwnerSpan.objects.filter(owner=me, reason=OwnerReason.CLAIMED)
        self._today = mine.filter(since__gte=start, since__lt=end).count()
        self._last = mine.order_by("-since").values_list("since", flat=True).first()
        spans = OwnerSpan.objects.filter(customer__in=rows, until=None)
        self._before = {span.customer_id: (span.before_id, span.since) for span in spans}

    def refusal(self, row: Customer) -> str:
        """Why the person cannot take it, "" when he can."""
        pool = self._pools[row.pool_id or 0]
        if self._room is not None and self._room <= 0:
            return _("Your list is full. Give customers up, or ask for a larger cap.")
        if pool.pk in self._led:
            return ""
        if pool.claims_per_day is not None and self._today >= pool.claims_per_day:
            return _("%(n)d a day may be claimed. Come back tomorrow.") % {"n": pool.claims_per_day}
        return self._wait(row, pool)

    def took(self) -> None:
        """Count one that was taken."""
        self._today += 1
        self._last = self._at
        if self._room is not None:
            self._room -= 1

    def _wait(self, row: Customer, pool: Pool) -> str:
        before, since = self._before.get(row.pk, (None, None))
        pooled = row.pooled_at or since or self._at
        if before == self._me.pk and self._is_within(pooled, days=pool.former_owner_days):
            return _("It was yours; its last owner waits %(n)d days.") % {
                "n": pool.former_owner_days
            }
        if self._is_within(pooled, days=pool.fresh_days):
            return _("It came in lately; it can be claimed after %(n)d days.") % {
                "n": pool.fresh_days
            }
        if self._last and self._is_within(self._last, hours=pool.cooldown_hours):
            return _("Between two claims lie %(n)d hours.") % {"n": pool.cooldown_hours}
        return ""

    def _is_within(self, since: datetime, *, days: int = 0, hours: int = 0) -> bool:
        # No wait binds nobody, also where a clock was set back since.
        wait = timedelta(days=days, hours=hours)
        return bool(wait) and self._at < since + wait


def _looks_after(pool: Pool, person: Employee) -> bool:
    return pool.admins.filter(pk=person.pk).exists()


def _pool_of(row: Customer, by: Actor) -> Pool | None:
    """The first pool that serves the owner; of a customer without one, who gives it up."""
    person = Employee.objects.with_access().filter(pk=row.owner_id).first() or by.employee
    return Pool.objects.serving(person).first()


def _nameable(pk: int, me: Employee) -> str:
    """The name of a customer that is gone from the pool, if the person may read it."""
    row = Customer.objects.visible_to(me).filter(pk=pk).first()
    return row.name if row else _("A customer")
