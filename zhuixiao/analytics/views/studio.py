"""Composing a table with a preview beside the form."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import ready
from ..actions import saving
from ..choices import FILTERS, Split
from ..definition import Definition
from ..forms.studio import StudioForm
from ..models import SummaryTable
from ..queries import offered
from ..ready import Ready
from . import page

_LONGEST = 100


@requires("analytics", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """A new table; ?start= begins with one that is ready."""
    begun = ready.begin(request.GET.get("start", ""), request.user)
    if request.method == "POST":
        return _posted(request, None)
    held, name = _beginning(begun, request)
    return _page(request, _form(request, held=held, name=name), None, held)


@requires("analytics", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The own table."""
    table = page.load_own(request, pk)
    if request.method == "POST":
        return _posted(request, table)
    held = table.definition
    return _page(request, _form(request, held=held, name=table.name), table, held)


@requires("analytics", "create")
@require_safe
def preview(request: StaffRequest) -> HttpResponse:
    """The table of what stands in the address."""
    form = _form(request, data=request.GET)
    if not form.is_valid():
        return htmx.render_page(request, "analytics/preview.html", {"refused": _first(form)})
    context = page.drawn(request, form.definition())
    return htmx.render_page(request, "analytics/preview.html", context)


@requires("analytics", "create")
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """For the searched filters: what `q` finds of a split, [{"value", "text"}, ...]."""
    key = request.GET.get("of", "")
    rows: Sequence[offered.Choice] = []
    if key in {split.value for split in FILTERS}:
        rows = offered.search(Split(key), request.GET.get("q", "")[:_LONGEST], request.user)
    return JsonResponse([{"value": pk, "text": name} for pk, name in rows], safe=False)


def _beginning(begun: Ready | None, request: StaffRequest) -> tuple[Definition, str]:
    """What the form shows at first: with the numbers that the person may see."""
    if begun is not None:
        return begun.definition, str(begun.name)
    groups = offered.metrics(request.user)
    first = [key for _label, rows in groups for key, _name in rows][:1]
    return Definition(metrics=first, rows=[Split.EMPLOYEE.value]), ""


def _form(request: StaffRequest, data: object = None, **held: Any) -> StudioForm:
    return StudioForm(data, reader=request.user, today=actor(request).today, **held)


def _posted(request: StaffRequest, table: SummaryTable | None) -> HttpResponse:
    """Keep it, as it is called or, with `copy`, as another one."""
    by, form = actor(request), _form(request, data=request.POST)
    if not form.is_valid():
        return _page(request, form, table, None, status=422)
    name, asked = form.cleaned_data["name"], form.definition()
    try:
        if table is None or "copy" in request.POST:
            table = saving.create(by=by, name=name, asked=asked)
        else:
            version = whole(request.POST.get("version", ""))
            table = saving.save(by=by, table=table, name=name, asked=asked, version=version)
    except NotAllowed:
        raise
    except Conflict as error:
        text = _("Changed in another window meanwhile. Save again to keep what stands here.")
        form.add_error(None, text)
        return _page(request, form, table, asked, status=409, version=error.version)
    except RuleError as error:
        add_rule_error(form, error)
        return _page(request, form, table, None, status=422)
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("analytics:read", args=[table.pk]))


def _page(
    request: StaffRequest,
    form: StudioForm,
    table: SummaryTable | None,
    asked: Definition | None,
    *,
    status: int = 200,
    version: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "table": table,
        "version": version or (table.version if table else None),
        **(page.drawn(request, asked) if asked else {"refused": _first(form)}),
    }
    return htmx.render_page(request, "analytics/studio.html", context, status=status)


def _first(form: StudioForm) -> str:
    """The first thing that is wrong."""
    return next((str(text) for errors in form.errors.values() for text in errors), "")
