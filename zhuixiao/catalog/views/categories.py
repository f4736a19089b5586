"""The tree of product categories."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from .. import queries
from ..actions import categories
from ..forms import CategoryForm
from ..models import ProductCategory


@requires("catalog", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The whole tree."""
    context = {"categories": queries.category_tree()}
    return render(request, "catalog/categories.html", context)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Add a category; `parent` in the address says below which one."""
    form = CategoryForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        try:
            categories.add(by=actor(request), **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, None)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename or move a category."""
    category = get_object_or_404(ProductCategory.objects.select_related("parent"), pk=pk)
    initial = {"name": category.name, "parent": category.parent}
    form = CategoryForm(request.POST or None, initial=initial, category=category)
    if request.method == "POST" and form.is_valid():
        try:
            categories.change(by=actor(request), category=category, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request)
    return _page(request, form, category)


@requires("catalog", "manage")
@require_POST
def deletion(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove an empty category."""
    category = get_object_or_404(ProductCategory, pk=pk)
    try:
        categories.delete(by=actor(request), category=category)
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, reverse("catalog:categories"))
    return _saved(request)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("catalog:categories"))


def _page(
    request: StaffRequest, form: CategoryForm, category: ProductCategory | None
) -> HttpResponse:
    context = {"form": form, "category": category}
    return render(request, "catalog/category.html", context, status=422 if form.errors else 200)
