"""Products."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import bundles, costs, images, prices, queries
from ..actions import products
from ..actions.products import ProductValues
from ..costs import COST
from ..forms import ProductForm
from ..models import Product, ProductCategory
from ..models.image import MOST
from ..product_rows import RowForms, blank, named

PAGE = 50
FOUND = 30


@requires("catalog", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """A page of products; the cost as far as the person may know it."""
    access, asked = request.user.access, queries.asked(request.GET)
    rows = queries.products(access, **asked)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **asked,
        "page": page,
        "rows": queries.product_rows(access, list(page), on=actor(request).today),
        "categories": queries.category_tree(),
        "shows_cost": access.field(COST) != FieldAccess.HIDDEN,
        "may_manage": access.may("catalog", "manage"),
    }
    return htmx.render_page(request, "catalog/products.html", context, partial="rows")


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a product."""
    form = ProductForm(request.POST or None, access=request.user.access)
    rows = RowForms.typed(request.POST) if request.method == "POST" else RowForms.empty()
    if request.method == "POST" and form.is_valid() and rows.are_valid():
        try:
            products.add(by=actor(request), values=_values(form, rows))
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, rows, None)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a product."""
    product = get_object_or_404(Product, pk=pk)
    fields = ("name", "sku", "category", "unit", "list_price", "standard_cost", "version")
    initial: dict[str, Any] = {name: getattr(product, name) for name in fields}
    form = ProductForm(request.POST or None, initial=initial, access=request.user.access)
    rows = RowForms.typed(request.POST) if request.method == "POST" else RowForms.of(product)
    if request.method == "POST" and form.is_valid() and rows.are_valid():
        version = form.cleaned_data["version"]
        try:
            products.change(
                by=actor(request), product=product, values=_values(form, rows), version=version
            )
        except Conflict:
            raise
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, rows, product)


@requires("catalog", "view")
@require_safe
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """A product for who only reads."""
    product = get_object_or_404(Product.objects.select_related("category"), pk=pk)
    context = details(request, product)
    return render(request, "catalog/product_card.html", context)


@requires("catalog", "manage")
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """For select boxes: the products in use that `q` finds, [{"value", "text"}, ...]."""
    rows = queries.products(request.user.access, query=request.GET.get("q", "")[:100])[:FOUND]
    found = [{"value": row.pk, "text": named(row)} for row in rows]
    return JsonResponse(found, safe=False)


@requires("catalog", "manage")
@require_safe
def row(request: StaffRequest, kind: str) -> HttpResponse:
    """One more empty row of level prices ("tier") or parts ("part")."""
    form = blank(kind)
    if form is None:
        raise Http404
    return render(request, f"catalog/product_{kind}.html", {"form": form})


@requires("catalog", "manage")
@require_POST
def retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a product out of use."""
    return _then_list(request, pk, products.retire)


@requires("catalog", "manage")
@require_POST
def comeback(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a product into use again."""
    return _then_list(request, pk, products.bring_back)


def details(request: StaffRequest, product: Product) -> dict[str, Any]:
    """What the dialog of a product shows beside its form."""
    access, today = request.user.access, actor(request).today
    shows_history = costs.may_read(access)
    history = list(costs.history(product)) if shows_history else []
    return {
        "product": product,
        "row": queries.product_rows(access, [product], on=today)[0],
        "shows_cost": access.field(COST) != FieldAccess.HIDDEN,
        "history": history,
        "current": next((one for one in history if one.valid_from <= today), None),
        "today": today,
        "tiers": prices.tiers_of(product),
        "parts": bundles.parts_of(product),
        "images": images.images_of(product),
        "most_images": MOST,
        "may_manage": access.may("catalog", "manage"),
        "may_change_cost": access.may("catalog", "manage")
        and access.field(COST) == FieldAccess.WRITE,
    }


def _values(form: ProductForm, rows: RowForms) -> ProductValues:
    data = form.cleaned_data
    category: ProductCategory | None = data["category"]
    return ProductValues(
        name=data["name"],
        sku=data["sku"],
        category=category,
        unit=data["unit"],
        list_price=data["list_price"],
        standard_cost=data.get("standard_cost"),
        cost_from=data.get("cost_from"),
        tiers=rows.tiers(),
        parts=rows.parts(),
    )


def _then_list(request: StaffRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    act(by=actor(request), product=get_object_or_404(Product, pk=pk))
    return _saved(request)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("catalog:products"))


def _page(
    request: StaffRequest, form: ProductForm, rows: RowForms, product: Product | None
) -> HttpResponse:
    context = {"form": form, "rows": rows, **(details(request, product) if product else {})}
    is_wrong = bool(form.errors) or not rows.are_valid()
    return render(request, "catalog/product.html", context, status=422 if is_wrong else 200)
