"""Visits, routes and photos of a customer go to another one, and the numbers follow."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet

from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.facts import Fact

from ..models import Photo, Visit, VisitPlan
from ..postings import visits as postings
from ..sources import visits as sources


def ids_of(rows: "QuerySet[Model]", customer_id: int) -> list[int]:
    """The records of a customer."""
    return list(rows.filter(customer=customer_id).values_list("pk", flat=True))


def move_visits(ids: Sequence[int], customer_id: int) -> None:
    Visit.objects.filter(pk__in=ids).update(customer=customer_id)
    lines = sources.visit_postings(ids)
    post_many(items=[(Fact(postings.VISIT, pk), rows) for pk, rows in lines.items()])


def move_photos(ids: Sequence[int], customer_id: int) -> None:
    Photo.objects.filter(pk__in=ids).update(customer=customer_id)
    lines = sources.photo_postings(ids)
    post_many(items=[(Fact(postings.PHOTO, pk), rows) for pk, rows in lines.items()])


def move_plans(ids: Sequence[int], customer_id: int) -> None:
    """A stop at both customers on one day stays where it is: nobody goes there twice."""
    rows = VisitPlan.objects.filter(pk__in=ids)
    there = set(VisitPlan.objects.filter(customer=customer_id).values_list("employee_id", "day"))
    moved = [row.pk for row in rows if (row.employee_id, row.day) not in there]
    VisitPlan.objects.filter(pk__in=moved).update(customer=customer_id)
    lines = sources.plan_postings(moved)
    post_many(items=[(Fact(postings.PLAN, pk), rows) for pk, rows in lines.items()])
