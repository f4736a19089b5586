"""Tabs of the one table: keeping, renaming, ordering, removing them."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.typed import whole

from .. import filters
from ..actions import views
from ..actions.views import Layout
from ..models import View


class ViewForm(forms.Form):
    """Name and who sees it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    is_shared = forms.BooleanField(label=gettext_lazy("Shared with everybody"), required=False)


@requires("customers", "view")
def index(request: StaffRequest) -> HttpResponse:
    """GET: the form for a new tab, POST: keep what the address shows under a name."""
    asked = filters.ask(request.GET.dict(), reader=request.user)
    form = ViewForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, _("Save as a new view"))
    try:
        view = views.save_new(
            by=actor(request),
            name=form.cleaned_data["name"],
            layout=_layout(asked),
            is_shared=form.cleaned_data["is_shared"],
        )
    except Invalid as error:
        return _invalid(request, form, error, _("Save as a new view"))
    return htmx.redirect_to(request, _address(view=view.pk))


@requires("customers", "view")
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """GET: the form to rename or share, POST: do it."""
    view = get_object_or_404(View, pk=pk, employee=request.user, builtin="")
    initial = {"name": view.name, "is_shared": view.is_shared}
    form = ViewForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, _("Rename the view"), view)
    try:
        views.rename(by=actor(request), view=view, **form.cleaned_data)
    except Invalid as error:
        return _invalid(request, form, error, _("Rename the view"), view)
    return htmx.redirect_to(request, _address(view=view.pk))


@requires("customers", "view")
@require_POST
def keep(request: StaffRequest) -> HttpResponse:
    """Let the open tab keep what the address shows; a built-in one keeps columns and sort."""
    asked = filters.ask(request.GET.dict(), reader=request.user)
    if asked.tab.key.isdecimal():
        view = get_object_or_404(View, pk=asked.tab.pk, employee=request.user, builtin="")
        views.save(by=actor(request), view=view, layout=_layout(asked))
    else:
        views.save_builtin(by=actor(request), key=asked.tab.key, layout=_layout(asked))
    return htmx.redirect_to(request, _address(view=asked.tab.key))


@requires("customers", "view")
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove a tab."""
    view = get_object_or_404(View, pk=pk, employee=request.user, builtin="")
    views.delete(by=actor(request), view=view)
    return htmx.redirect_to(request, reverse("customers:table"))


@requires("customers", "view")
@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """Put own tabs into the order of `ids`."""
    typed = [whole(text) for text in request.POST.getlist("ids")[:200]]
    views.reorder(by=actor(request), ids=[pk for pk in typed if pk is not None])
    return HttpResponse(status=204)


def _layout(asked: filters.Asked) -> Layout:
    return Layout(
        conditions=asked.filter.data,
        columns=[column.data for column in asked.columns],
        sort=[key.spec for key in asked.sort],
    )


def _address(**params: Any) -> str:
    return f"{reverse('customers:table')}?{urlencode(params)}"


def _form(
    request: StaffRequest, form: ViewForm, title: str, view: View | None = None
) -> HttpResponse:
    if not request.user.access.may("customers", "assign"):
        del form.fields["is_shared"]
    context = {"form": form, "title": title, "view": view}
    status = 422 if form.is_bound else 200
    return htmx.render_page(request, "customers/table/view_form.html", context, status=status)


def _invalid(
    request: StaffRequest, form: ViewForm, error: Invalid, title: str, view: View | None = None
) -> HttpResponse:
    for name, message in error.errors.items():
        form.add_error(name, str(message))
    return _form(request, form, title, view)
