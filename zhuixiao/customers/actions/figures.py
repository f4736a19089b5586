"""The sortable copies on the customer's row of what the ledger and the activities know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhuixiao.ledger.queries import first_last

from ..models import Customer


@dataclass(frozen=True)
class LastActivity:
    """The newest action record of a customer and its next planned contact."""

    at: datetime | None
    subject: str
    next_on: date | None


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
