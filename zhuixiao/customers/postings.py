"""What customers post to the ledger."""

from collections.abc import Iterable

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Metric
from zhuixiao.ledger.facts import Fact

from .choices import OwnerReason
from .metrics import (
    ADDED,
    CLAIMED,
    RECYCLED,
    RELEASED,
    STAGE_ENTERED,
    TRANSFERRED_IN,
    TRANSFERRED_OUT,
    WON,
)
from .models import Customer, OwnerSpan, StageChange

CUSTOMER = "customer"
STAGE_CHANGE = "stage_change"
OWNER_SPAN = "owner_span"

# Which number of whom a change of hands is: of the one who got the customer, of who lost it.
_GOT = {
    OwnerReason.CLAIMED: CLAIMED,
    OwnerReason.ASSIGNED: TRANSFERRED_IN,
    OwnerReason.TRANSFERRED: TRANSFERRED_IN,
    OwnerReason.HANDED_OVER: TRANSFERRED_IN,
}
_LOST = {
    OwnerReason.RECYCLED: RECYCLED,
    OwnerReason.RELEASED: RELEASED,
    OwnerReason.ASSIGNED: TRANSFERRED_OUT,
    OwnerReason.TRANSFERRED: TRANSFERRED_OUT,
    OwnerReason.HANDED_OVER: TRANSFERRED_OUT,
}


def customer_fact(customer: Customer) -> Fact:
    return Fact(CUSTOMER, customer.pk)


def stage_fact(change: StageChange) -> Fact:
    return Fact(STAGE_CHANGE, change.pk)


def span_fact(span: OwnerSpan) -> Fact:
    return Fact(OWNER_SPAN, span.pk)


def of_span(span: OwnerSpan) -> list[Posting]:
    """A customer changed hands; nothing once that was undone, or for the first owner."""
    if span.is_undone or span.day is None:
        return []
    reason = OwnerReason(span.reason)
    sides = (
        (_GOT.get(reason), span.owner_id, span.department_id),
        (_LOST.get(reason), span.before_id, span.before_department_id),
    )
    return [
        Posting(
            metric=metric.key,
            at=span.since,
            day=span.day,
            employee_id=employee_id,
            department_id=department_id,
            customer_id=span.customer_id,
            channel_id=span.customer.channel_id or 0,
            region_id=span.customer.region_id or 0,
        )
        for metric, employee_id, department_id in sides
        if metric and employee_id
    ]


def of_customer(customer: Customer) -> list[Posting]:
    """A customer was added: credited to who added it; nothing while it lies in the trash."""
    if customer.deleted_at is not None:
        return []
    return [
        Posting(
            metric=ADDED.key,
            at=customer.created_at,
            day=customer.added_on,
            employee_id=customer.added_by_id or 0,
            department_id=customer.added_department_id,
            customer_id=customer.pk,
            channel_id=customer.channel_id or 0,
            region_id=customer.region_id or 0,
        )
    ]


def of_stage_change(change: StageChange) -> list[Posting]:
    """A customer entered a stage, and was won if that stage means so."""

    def line(metric: Metric) -> Posting:
        return Posting(
            metric=metric.key,
            at=change.at,
            day=change.day,
            employee_id=change.employee_id,
            department_id=change.department_id,
            customer_id=change.customer_id,
            channel_id=change.customer.channel_id or 0,
            region_id=change.customer.region_id or 0,
            option_id=change.after_id or 0,
        )

    if change.customer.deleted_at is not None or change.after_id is None:
        return []
    return [line(STAGE_ENTERED), line(WON)] if change.is_win else [line(STAGE_ENTERED)]


def facts_of(customers: Iterable[Customer]) -> list[tuple[Fact, list[Posting]]]:
    """All facts of these customers that this app owns, with what they post."""
    by_id = {customer.pk: customer for customer in customers}
    items = [(customer_fact(row), of_customer(row)) for row in by_id.values()]
    for change in StageChange.objects.filter(customer_id__in=by_id).order_by("id"):
        change.customer = by_id[change.customer_id]
        items.append((stage_fact(change), of_stage_change(change)))
    for span in OwnerSpan.objects.filter(customer_id__in=by_id, day__isnull=False).order_by("id"):
        span.customer = by_id[span.customer_id]
        items.append((span_fact(span), of_span(span)))
    return items
