"""What activities know about a customer, copied to its row."""

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from zhuixiao.customers.actions import figures
from zhuixiao.customers.models import Customer

from ..choices import FollowUpState
from ..metrics import CONTACTS
from ..models import Activity, FollowUp


def refresh(customer_ids: Sequence[int]) -> None:
    """Set contact number, last and next contact, last subject; inside the writer's transaction."""
    newest: QuerySet[Activity] = Activity.objects.filter(
        customer=OuterRef("pk"), deleted_at=None
    ).newest()
    plans = FollowUp.objects.filter(customer=OuterRef("pk"), state=FollowUpState.OPEN)
    rows = Customer.objects.filter(pk__in=customer_ids).values_list(
        "pk",
        Subquery(newest.values("at")[:1]),
        Subquery(newest.values("subject")[:1]),
        Subquery(plans.order_by("on").values("on")[:1]),
    )
    figures.refresh(
        customer_ids=customer_ids,
        contact_metric=CONTACTS.key,
        activity={
            pk: figures.LastActivity(at, subject or "", next_on)
            for pk, at, subject, next_on in rows
        },
    )
