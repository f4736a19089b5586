"""What visits, planned visits and photos post to the ledger."""

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Metric
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.instants import noon

from ..metrics import visits as metrics
from ..models import Photo, Visit, VisitPlan

VISIT = "visit"
PLAN = "visit_plan"
PHOTO = "photo"


def visit_fact(visit: Visit) -> Fact:
    return Fact(VISIT, visit.pk)


def plan_fact(plan: VisitPlan) -> Fact:
    return Fact(PLAN, plan.pk)


def photo_fact(photo: Photo) -> Fact:
    return Fact(PHOTO, photo.pk)


def of_visit(visit: Visit) -> list[Posting]:
    """All on the day of the sign-in, also the minutes of a visit that went on past midnight."""
    found = [_line(visit, metrics.DONE)]
    if visit.is_verified:
        found.append(_line(visit, metrics.VERIFIED))
    if visit.minutes:
        found.append(_line(visit, metrics.MINUTES, visit.minutes))
    return found


def of_plan(plan: VisitPlan) -> list[Posting]:
    """On the planned day, and made once there is a visit."""
    counted = [metrics.PLANNED, metrics.KEPT] if plan.visit_id else [metrics.PLANNED]
    return [
        Posting(
            metric=metric.key,
            at=noon(plan.day),
            day=plan.day,
            employee_id=plan.employee_id,
            department_id=plan.department_id,
            customer_id=plan.customer_id,
        )
        for metric in counted
    ]


def of_photo(photo: Photo) -> list[Posting]:
    counted = [metrics.PHOTOS] if photo.visit_id else [metrics.PHOTOS, metrics.PHOTOS_ALONE]
    return [_line(photo, metric) for metric in counted]


def _line(row: Visit | Photo, metric: Metric, quantity: int = 1) -> Posting:
    return Posting(
        metric=metric.key,
        at=row.at,
        day=row.day,
        quantity=quantity,
        employee_id=row.employee_id,
        department_id=row.department_id,
        customer_id=row.customer_id,
    )
