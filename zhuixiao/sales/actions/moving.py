"""Orders and quotes that go to another customer by a merge, drafts that go to another person."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.ledger.actions import post_many

from .. import postings
from ..choices import OrderState
from ..models import Order, Quote
from . import figures, reposting
from .paperwork import Paper, Paperwork

# Quotes have the first of them only.
_UNDECIDED = [OrderState.DRAFT, OrderState.ASKED]


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


def hand_over_drafts(
    papers: Paperwork[Paper],
) -> Callable[[Actor, Employee, Sequence[Employee], str], int]:
    """How drafts of a kind go to others when their owner leaves: one after the other to each."""

    def hand_over(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
        rows = list(_drafts(papers, leaver).order_by("pk").select_for_update(of=("self",)))
        for place, row in enumerate(rows):
            person = receivers[place % len(receivers)]
            row.owner, row.department_id = person, person.department_id
            row.version += 1
        papers.model.objects.bulk_update(rows, ["owner", "department", "version"], batch_size=500)
        return len(rows)

    return hand_over


def count_drafts(papers: Paperwork[Paper]) -> Callable[[Employee, datetime], int]:
    """How many there are whose credit would be a person's; what was signed or sent stays credited
    as it was."""
    return lambda person, _now: _drafts(papers, person).count()


def _drafts(papers: Paperwork[Paper], person: Employee) -> "QuerySet[Paper]":
    """Also those about which somebody is deciding: a yes makes them count."""
    return papers.model.objects.filter(owner=person, state__in=_UNDECIDED, deleted_at=None)
