"""Pick lists and their options."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.templatetags.paging import Tab
from zhuixiao.kit.typed import whole

from .. import merging, queries
from ..actions import options
from ..choices import Colour, PickList, StageOutcome
from ..forms import MergerForm, OptionForm
from ..models import Option


@requires("catalog", "view")
@require_safe
def lists(request: StaffRequest) -> HttpResponse:
    """The first list; the others are its tabs."""
    return htmx.redirect_to(request, _url(PickList.STAGE))


@requires("catalog", "view")
@require_http_methods(["GET", "POST"])
@idempotent
def index(request: StaffRequest, pick_list: str) -> HttpResponse:
    """The options of one list; POST adds one."""
    if pick_list not in PickList.values:
        raise Http404
    chosen = PickList(pick_list)
    form = OptionForm(request.POST or None, pick_list=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            options.add(by=actor(request), pick_list=chosen, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(request, _url(chosen))
    in_use, retired = queries.option_rows(chosen)
    context = {
        "pick_list": chosen,
        "tabs": [Tab(row.label, _url(row), row == chosen) for row in PickList],
        "rows": in_use,
        "retired": retired,
        "form": form,
        **_choices(request),
    }
    status = 422 if form.errors else 200
    return render(request, "catalog/options.html", context, status=status)


@requires("catalog", "manage")
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename, recolour; answers the row."""
    option = get_object_or_404(Option, pk=pk)
    form = OptionForm(request.POST, pick_list=option.pick_list)
    error = ""
    if form.is_valid():
        try:
            option = options.change(by=actor(request), option=option, **form.cleaned_data)
        except RuleError as refused:
            error = str(refused.message)
    else:
        error = str(next(iter(form.errors.values()))[0])
    if not htmx.wants_partial(request):
        if error:
            messages.error(request, error)
        return htmx.redirect_to(request, _url(PickList(option.pick_list)))
    uses = merging.count(PickList(option.pick_list)).get(option.pk, 0)
    context = {"row": queries.OptionRow(option, uses), "error": error, **_choices(request)}
    return render(request, "catalog/option_row.html", context)


@requires("catalog", "manage")
@require_POST
def order(request: StaffRequest, pick_list: str) -> HttpResponse:
    """A new order of the list: the ids of its options, first to last."""
    ids = [pk for pk in map(whole, request.POST.getlist("id")) if pk is not None]
    if pick_list not in PickList.values or len(ids) != len(request.POST.getlist("id")):
        return HttpResponseBadRequest()
    options.reorder(by=actor(request), pick_list=PickList(pick_list), ids=ids)
    return HttpResponse(status=204)


@requires("catalog", "manage")
@require_POST
def retirement(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an option out of use."""
    return _then_list(request, pk, options.retire)


@requires("catalog", "manage")
@require_POST
def comeback(request: StaffRequest, pk: int) -> HttpResponse:
    """Put an option into use again."""
    return _then_list(request, pk, options.bring_back)


@requires("catalog", "manage")
@require_http_methods(["GET", "POST"])
@idempotent
def merger(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the option that takes over everything that this one has."""
    option = get_object_or_404(Option, pk=pk)
    form = MergerForm(request.POST or None, option=option)
    if request.method == "POST" and form.is_valid():
        try:
            count = options.merge(by=actor(request), option=option, into=form.cleaned_data["into"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            text = ngettext("Merged: %(count)d record.", "Merged: %(count)d records.", count)
            messages.success(request, text % {"count": count})
            return htmx.redirect_to(request, _url(PickList(option.pick_list)))
    uses = merging.count(PickList(option.pick_list)).get(option.pk, 0)
    context = {"option": option, "form": form, "uses": uses}
    return render(request, "catalog/merger.html", context, status=422 if form.errors else 200)


def _then_list(request: StaffRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    option = get_object_or_404(Option, pk=pk)
    try:
        act(by=actor(request), option=option)
    except RuleError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved."))
    return htmx.redirect_to(request, _url(PickList(option.pick_list)))


def _url(pick_list: PickList) -> str:
    return reverse("catalog:options", args=[pick_list.value])


def _choices(request: StaffRequest) -> dict[str, object]:
    return {
        "colours": Colour.choices,
        "outcomes": StageOutcome.choices,
        "may_manage": request.user.access.may("catalog", "manage"),
    }
