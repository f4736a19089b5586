"""Opportunities as action records hang on them."""

from collections.abc import Sequence

from django.db.models import F

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.related import RelatedRecord

from ..models import Opportunity

MOST = 30


def choices(employee: Employee, customer_id: int) -> Sequence[RelatedRecord]:
    """Those of a customer, open ones first."""
    rows = Opportunity.objects.visible_to(employee).filter(customer=customer_id)
    newest = rows.order_by(F("closed_on").desc(nulls_first=True), "-pk")
    return [record(row) for row in newest[:MOST]]


def find(employee: Employee, pk: int) -> RelatedRecord | None:
    """The one, if the person sees it."""
    row = Opportunity.objects.visible_to(employee).filter(pk=pk).first()
    return record(row) if row else None


def record(row: Opportunity) -> RelatedRecord:
    return RelatedRecord(row.pk, row.name, f"/opportunities/{row.pk}/")
