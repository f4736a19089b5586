"""How the ledger finds and recomputes the facts of visits and photos."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from ..models import Photo, Visit, VisitPlan
from ..postings import visits as postings

_NAMES = ("customer__name", "employee__name")


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=60,
            key=postings.VISIT,
            label=_("Visit"),
            load=_visits,
            template="field/visits/fact.html",
            url=lambda row: f"/field/visits/{row.pk}/",
            icon="map-pin-check",
        )
    )
    facts.register(
        facts.FactKind(
            id=61,
            key=postings.PLAN,
            label=_("Planned visit"),
            load=_plans,
            template="field/visits/plan_fact.html",
            url=lambda row: f"/field/route/?day={row.day:%Y-%m-%d}&person={row.employee_id}",
            icon="route",
        )
    )
    facts.register(
        facts.FactKind(
            id=62,
            key=postings.PHOTO,
            label=_("Photo"),
            load=_photos,
            template="field/photos/fact.html",
            url=lambda row: f"/field/photos/{row.pk}/",
            icon="camera",
        )
    )
    sources.register(postings.VISIT, ids=_ids(Visit), postings_of=visit_postings)
    sources.register(postings.PLAN, ids=_ids(VisitPlan), postings_of=plan_postings)
    sources.register(postings.PHOTO, ids=_ids(Photo), postings_of=photo_postings)


def visit_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_visit(row) for row in Visit.objects.filter(pk__in=ids)}


def plan_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_plan(row) for row in VisitPlan.objects.filter(pk__in=ids)}


def photo_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_photo(row) for row in Photo.objects.filter(pk__in=ids)}


def _ids(model: Any) -> Any:
    def ids() -> Iterator[int]:
        rows: QuerySet[Any] = model.objects.order_by("pk")
        return rows.values_list("pk", flat=True).iterator()

    return ids


def _shown(model: type[Model], *more: str) -> list[str]:
    """The own columns, and only names of customer and person: a customer has forty columns."""
    return [*(field.name for field in model._meta.concrete_fields), *_NAMES, *more]


def _visits(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    photos = Photo.objects.order_by("at", "pk").only("visit", "file", "step")
    rows = Visit.objects.visible_to(employee).select_related("customer", "employee", "type")
    rows = rows.prefetch_related(Prefetch("photos", photos))
    return rows.only(*_shown(Visit, "type__name")).in_bulk(ids)


def _plans(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = VisitPlan.objects.visible_to(employee).select_related("customer", "employee")
    return rows.only(*_shown(VisitPlan)).in_bulk(ids)


def _photos(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Photo.objects.visible_to(employee).select_related("customer", "employee")
    return rows.only(*_shown(Photo)).in_bulk(ids)
