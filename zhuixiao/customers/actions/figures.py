"""The sortable copies on the customer's row of what the ledger and higher apps know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from zhuixiao.kit import bulk
from zhuixiao.ledger.queries import first_last

from ..models import Customer


@dataclass(frozen=True)
class LastActivity:
    """The newest action record of a customer and its next planned contact."""

    at: datetime | None
    subject: str
    next_on: date | None


@dataclass
class Sold:
    """What was sold to a customer, in minor units of the company's currency, returns taken off."""

    order_count: int = 0
    order_amount: int = 0
    order_cost: int = 0
    paid_amount: int = 0
    owed_amount: int = 0
    first_order_on: date | None = None
    last_order_on: date | None = None
    contract_ends_on: date | None = None
    last_opportunity_on: date | None = None


def refresh_sold(sold: Mapping[int, Sold]) -> None:
    """Set what was sold to each of these customers; call it inside the writer's transaction."""
    names = [field.name for field in fields(Sold)]
    held = Customer.objects.filter(pk__in=sold).only("pk", *names).order_by("pk")
    changed = []
    for row in held:
        new = vars(sold[row.pk])
        if any(getattr(row, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(row, name, value)
            changed.append(row)
    bulk.update(changed, names)


def refresh(
    *, customer_ids: Sequence[int], contact_metric: str, activity: dict[int, LastActivity]
) -> None:
    """Set contact number, first, last and next contact; call it inside the writer's transaction."""
    contacts = first_last(customer_ids, contact_metric)
    rows = list(Customer.objects.filter(pk__in=customer_ids).only("pk"))
    for row in rows:
        count, first_at, last_at = contacts.get(row.pk, (0, None, None))
        newest = activity.get(row.pk, LastActivity(None, "", None))
        row.contact_count = count
        row.first_contact_at, row.last_contact_at = first_at, last_at
        row.last_activity_at = newest.at
        row.last_activity_subject = newest.subject[:120]
        row.next_contact_on = newest.next_on
    _save(rows)


def _save(rows: Iterable[Customer]) -> None:
    Customer.objects.bulk_update(
        rows,
        [
            "contact_count",
            "first_contact_at",
            "last_contact_at",
            "last_activity_at",
            "last_activity_subject",
            "next_contact_on",
        ],
        batch_size=500,
    )
