"""Visits and photos by filters, the team's day, and customers whom nobody visits."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import Table, query

from ..choices.visits import VisitState, Whereabouts
from ..models import Photo, Visit
from ..models.photos import PhotoQuerySet
from ..models.visits import VisitQuerySet

# What is counted of a person's day.
DAY = (
    "visits.planned",
    "visits.kept",
    "visits.done",
    "visits.verified",
    "visits.minutes",
    "visits.customers",
    "photos.taken",
)


@dataclass(frozen=True)
class Chosen:
    """What a list asks for; None and "" mean any."""

    period: Period | None = None
    person: Employee | None = None
    customer: Customer | None = None
    state: str = ""


def listed(chosen: Chosen, *, reader: Employee) -> VisitQuerySet:
    """The visible visits that fit, newest first."""
    rows = Visit.objects.visible_to(reader)
    if chosen.period:
        rows = rows.filter(day__range=(chosen.period.start, chosen.period.end))
    if chosen.person:
        rows = rows.filter(employee=chosen.person)
    if chosen.customer:
        rows = rows.filter(customer=chosen.customer)
    match chosen.state:
        case "verified":
            rows = rows.filter(is_verified=True)
        case "unverified":
            rows = rows.filter(is_verified=False)
        case "outside":
            rows = rows.filter(whereabouts=Whereabouts.OUTSIDE)
        case "open" | "unsigned":
            rows = rows.filter(state=VisitState(chosen.state))
        case "detached":
            rows = rows.filter(is_detached=True)
    return rows.newest()


def with_photos(rows: VisitQuerySet) -> VisitQuerySet:
    """With all that a line shows, in two queries."""
    photos = Photo.objects.order_by("at", "pk").only("visit", "file", "step")
    related = rows.select_related("customer", "employee", "type")
    return related.prefetch_related(Prefetch("photos", photos))


def photos(chosen: Chosen, *, reader: Employee) -> PhotoQuerySet:
    """The visible photos that fit, newest first."""
    rows = Photo.objects.visible_to(reader)
    if chosen.period:
        rows = rows.filter(day__range=(chosen.period.start, chosen.period.end))
    if chosen.person:
        rows = rows.filter(employee=chosen.person)
    if chosen.customer:
        rows = rows.filter(customer=chosen.customer)
    return rows.select_related("customer", "employee").newest()


def team_day(day: date, *, reader: Employee) -> Table:
    """Planned against made, by person, of those whom the reader sees."""
    return query(list(DAY), period=Period(day, day), by=[Dimension.EMPLOYEE], visible_to=reader)


def not_visited(
    *,
    reader: Employee,
    today: date,
    days: int,
    importance: Option | None = None,
    owner: Employee | None = None,
) -> "QuerySet[Customer]":
    """Customers with an owner whom nobody visited in so many days, those never visited first to
    come by their age."""
    since = today - timedelta(days=days - 1)
    lately = Visit.objects.filter(customer=OuterRef("pk"), day__gte=since)
    last = Visit.objects.filter(customer=OuterRef("pk")).order_by("-at").values("day")[:1]
    rows = Customer.objects.visible_to(reader).filter(owner__isnull=False)
    if importance:
        rows = rows.filter(importance=importance)
    if owner:
        rows = rows.filter(owner=owner)
    return (
        rows.filter(~Exists(lately))
        .annotate(visited_on=last)
        .select_related("owner", "importance")
        .order_by("pk")
    )
