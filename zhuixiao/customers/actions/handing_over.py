"""The customers and shared views of a leaver go to others."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

from ..choices import OwnerReason
from ..models import Customer, View
from . import ownership
from .ownership import Move

EVENLY, BY_IMPORTANCE, BY_REGION = "evenly", "importance", "region"
RULES = (
    (EVENLY, _("as many to each")),
    (BY_IMPORTANCE, _("as many of each importance to each")),
    (BY_REGION, _("those of one city to one person")),
)


def count_customers(person: Employee, _now: datetime) -> int:
    """Customers that the person owns, those in the trash too: somebody may bring them back."""
    return Customer.objects.filter(owner=person).count()


def hand_over_customers(
    by: Actor, leaver: Employee, receivers: Sequence[Employee], rule: str
) -> int:
    """Share them out by the rule; plans and open tasks go along, what was done stays."""
    rows = ownership.locked(Customer.objects.filter(owner=leaver))
    # Those in the trash come last, so that the others are shared out as evenly as without them.
    rows.sort(key=lambda row: row.deleted_at is not None)
    moves = [Move(row, owner) for row, owner in _shared(rows, receivers, rule)]
    moved = ownership.move(by=by, moves=moves, reason=OwnerReason.HANDED_OVER, with_tasks=True)
    return len(moved)


def count_views(person: Employee, _now: datetime) -> int:
    """Views that the person made for everybody."""
    return View.objects.filter(employee=person, is_shared=True).count()


def hand_over_views(_by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """The first receiver looks after them."""
    return View.objects.filter(employee=leaver, is_shared=True).update(employee=receivers[0])


def _shared(
    rows: Sequence[Customer], receivers: Sequence[Employee], rule: str
) -> list[tuple[Customer, Employee]]:
    if rule == BY_REGION:
        return _by_city(rows, receivers)
    if rule == BY_IMPORTANCE:
        rows = sorted(rows, key=lambda row: row.importance_id or 0)
    return [(row, receivers[place % len(receivers)]) for place, row in enumerate(rows)]


def _by_city(
    rows: Sequence[Customer], receivers: Sequence[Employee]
) -> list[tuple[Customer, Employee]]:
    """Cities with most customers first, each to who has fewest by then."""
    cities: dict[int, list[Customer]] = defaultdict(list)
    for row in rows:
        cities[(row.region_id or 0) // 100].append(row)
    has: Counter[int] = Counter({person.pk: 0 for person in receivers})
    found = []
    for some in sorted(cities.values(), key=lambda some: (-len(some), some[0].pk)):
        person = min(receivers, key=lambda one: has[one.pk])
        has[person.pk] += len(some)
        found += [(row, person) for row in some]
    return found
