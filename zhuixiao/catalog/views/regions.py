"""Provinces, cities and districts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires, staff
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import queries
from ..actions import regions
from ..forms import RegionForm
from ..models import Region

PAGE = 50
FOUND = 50


@requires("catalog", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """A page of regions, found by name or code."""
    query = request.GET.get("q", "")[:100]
    page = Paginator(queries.regions(query), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": query,
        "today": request.company.today(timezone.now()),
        "may_manage": request.user.access.may("catalog", "manage"),
    }
    return htmx.render_page(request, "catalog/regions.html", context, partial="rows")


@staff
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """For select boxes: the regions of today that `q` finds, [{"value", "text"}, ...]."""
    today = request.company.today(timezone.now())
    rows = queries.regions(request.GET.get("q", "")[:100]).valid(today)[:FOUND]
    found = [{"value": row.pk, "text": row.full_name} for row in rows]
    return JsonResponse(found, safe=False)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a unit that the state has made."""
    form = RegionForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            regions.add(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, None)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, adcode: int) -> HttpResponse:
    """Name, centroid and validity."""
    region = get_object_or_404(Region, pk=adcode)
    fields = ("name", "longitude", "latitude", "valid_from", "valid_to")
    initial = {name: getattr(region, name) for name in fields}
    form = RegionForm(request.POST or None, initial=initial, is_new=False)
    if request.method == "POST" and form.is_valid():
        try:
            regions.change(by=actor(request), region=region, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, region)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("catalog:regions"))


def _page(request: StaffRequest, form: RegionForm, region: Region | None) -> HttpResponse:
    context = {"form": form, "region": region}
    return render(request, "catalog/region.html", context, status=422 if form.errors else 200)
