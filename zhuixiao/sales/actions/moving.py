"""Orders and quotes that go to another customer by a merge, drafts that go to another person."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..choices import OrderState
from ..models import Order, Quote
from . import figures, reposting


def move_orders(ids: Sequence[int], customer_id: int) -> None:
    """With their lines, returns and shipments, which have no customer of their own."""
    rows = Order.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    before = {row.customer_id for row in rows}
    Order.objects.filter(pk__in=ids).update(customer=customer_id)
    reposting.of_orders(list(Order.objects.filter(pk__in=ids)))
    figures.refresh([*before, customer_id])


def move_quotes(ids: Sequence[int], customer_id: int) -> None:
    Quote.objects.filter(pk__in=ids).update(customer=customer_id)
    rows = Quote.objects.filter(pk__in=ids)
    post_many(items=[(postings.fact(postings.QUOTE, row), postings.of_quote(row)) for row in rows])


def count_drafts(person: Employee, _now: datetime) -> int:
    """Drafts whose credit would be this person's; what was signed stays credited as it was."""
    return _drafts(person).count()


def hand_over_drafts(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """One after the other to each."""
    rows = list(_drafts(leaver).order_by("pk").select_for_update(of=("self",)))
    for place, row in enumerate(rows):
        person = receivers[place % len(receivers)]
        row.owner, row.department_id = person, person.department_id
        row.version += 1
    Order.objects.bulk_update(rows, ["owner", "department", "version"], batch_size=500)
    return len(rows)


def _drafts(person: Employee) -> "QuerySet[Order]":
    return Order.objects.filter(owner=person, state=OrderState.DRAFT, deleted_at=None)
