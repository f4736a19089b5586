"""What customers post to the ledger."""

from collections.abc import Iterable

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Metric
from zhuixiao.ledger.facts import Fact

from .metrics import ADDED, STAGE_ENTERED, WON
from .models import Customer, StageChange

CUSTOMER = "customer"
STAGE_CHANGE = "stage_change"


def customer_fact(customer: Customer) -> Fact:
    return Fact(CUSTOMER, customer.pk)


def stage_fact(change: StageChange) -> Fact:
    return Fact(STAGE_CHANGE, change.pk)


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
    return items
