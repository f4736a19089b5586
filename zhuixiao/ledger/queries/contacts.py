"""First and last entries of customers, for the sortable copies on the customer's row."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max, Min, Sum

from ..catalogue import get
from ..models import Entry


def first_last(
    customer_ids: Sequence[int], metric: str
) -> Mapping[int, tuple[int, datetime, datetime]]:
    """For each customer with entries of the metric: quantity, first instant, last instant."""
    rows = (
        Entry.objects.filter(customer_id__in=list(customer_ids), metric=get(metric).id)
        .values("customer_id")
        .annotate(total=Sum("quantity"), first=Min("at"), last=Max("at"))
    )
    return {row["customer_id"]: (row["total"], row["first"], row["last"]) for row in rows}
