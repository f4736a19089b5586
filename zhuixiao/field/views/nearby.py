"""Customers around a place: the page with its map, and the same as data for the phone."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.actions import claiming
from zhuixiao.customers.fields import REACH
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from ..forms.nearby import QUIET, RADII, NearbyForm
from ..queries import nearby as queries
from ..queries.nearby import Found, Near
from ..queries.visit_plans import navigation
from ..tabs import VISITS, tabs


@requires("customers", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The page; it asks the device for its place unless the address names one, or a customer."""
    given = request.GET.dict()
    if centre := _centre(request):
        given |= {"latitude": str(centre.latitude), "longitude": str(centre.longitude)}
    form = NearbyForm(given)
    is_placed = "latitude" in given and "longitude" in given
    found = _found(request, form) if is_placed and form.is_valid() else None
    context = {
        "form": form,
        "tabs": tabs(VISITS, active="field:nearby", access=request.user.access),
        "found": found,
        "rows": [(row, _links(row)) for row in found.rows] if found else (),
        "points": [_point(row) for row in found.rows if row.place] if found else [],
        "radii": RADII,
        "quiet": QUIET,
        "may_call": _may_call(request),
        "may_visit": _may_visit(request),
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return htmx.render_page(request, "field/nearby/page.html", context, partial="found")


@requires("customers", "view")
@require_safe
def points(request: StaffRequest) -> HttpResponse:
    """{rows: [{id, name, metres, stage, owner, is_pooled, quiet_days, may_call, links}], has_more}
    of a place (latitude, longitude, radius, whose, stage, quiet); an Invalid for anything else."""
    try:
        found = _found(request, NearbyForm(request.GET))
    except RuleError as error:
        return JsonResponse({"title": str(error.message)}, status=error.status)
    may_call = _may_call(request)
    rows = [_told(row, may_call=may_call) for row in found.rows]
    return JsonResponse({"rows": rows, "has_more": found.has_more})


@requires("customers", "claim")
@require_POST
@idempotent
def claim(request: StaffRequest) -> HttpResponse:
    """Make one customer of a pool one's own; says so, or why not."""
    pk = whole(request.POST.get("customer", "")) or 0
    outcome = claiming.claim(by=actor(request), customer_ids=[pk])
    text = (
        _("%(name)s is yours now.") % {"name": outcome.moved[0].name}
        if outcome.moved
        else "; ".join(f"{one.name}: {one.reason}" for one in outcome.refused)
    )
    status = 200 if outcome.moved else 409
    response = JsonResponse({"text": text}, status=status)
    kind = "success" if outcome.moved else "error"
    return htmx.trigger(response, toast={"text": text, "kind": kind}, customerChanged=pk)


def _found(request: StaffRequest, form: NearbyForm) -> Found:
    return queries.nearby(
        form.wish(), reader=request.user, now=timezone.now(), zone=request.company.zone
    )


def _centre(request: StaffRequest) -> Customer | None:
    """The customer around whom to look, if the address names one that has a place."""
    pk = whole(request.GET.get("customer", ""))
    if pk is None:
        return None
    placed = Customer.objects.visible_to(request.user).exclude(latitude=None)
    return get_object_or_404(placed, pk=pk)


def _may_call(request: StaffRequest) -> bool:
    return request.user.access.field(REACH) in {FieldAccess.READ, FieldAccess.WRITE}


def _may_visit(request: StaffRequest) -> bool:
    return request.user.access.may("visits", "create")


def _links(row: Near) -> list[tuple[str, str]]:
    return navigation(row.place, row.customer.name) if row.place else []


def _point(row: Near) -> list[Any]:
    """As the map draws it: [id, latitude, longitude, name, colour]."""
    place = row.place
    colour = row.customer.stage.colour if row.customer.stage and row.shows_stage else "grey"
    return [
        row.customer.pk, place and place.latitude, place and place.longitude,
        row.customer.name, colour,
    ]  # fmt: skip


def _told(row: Near, *, may_call: bool) -> dict[str, Any]:
    customer = row.customer
    return {
        "id": customer.pk,
        "name": customer.name,
        "metres": row.metres,
        "stage": customer.stage.name if customer.stage and row.shows_stage else "",
        "owner": customer.owner.name if customer.owner else "",
        "is_pooled": row.is_pooled,
        "quiet_days": row.days_quiet,
        "may_call": may_call and not row.is_pooled and bool(customer.phone),
        "links": _links(row),
        "url": reverse(
            "customers:pool-look" if row.is_pooled else "customers:detail", args=[customer.pk]
        ),
    }
