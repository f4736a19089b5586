"""What is done with a table as a whole: copied, deleted, taken away as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.approvals.models import Request
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.idempotency import idempotent

from ..actions import saving
from ..exporting import jobs
from ..exporting.writing import Wish
from . import page


@requires("analytics", "create")
@require_POST
@idempotent
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """An own copy of an own or shared table, opened to be changed."""
    table = page.load(request, pk)
    name = _("%(name)s (copy)") % {"name": table.name[:50]}
    made = saving.copy(by=actor(request), table=table, name=name)
    return htmx.redirect_to(request, reverse("analytics:edit", args=[made.pk]))


@requires("analytics", "create")
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete the own table."""
    saving.delete(by=actor(request), table=page.load_own(request, pk))
    messages.success(request, _("Deleted."))
    return htmx.redirect_to(request, reverse("analytics:index"))


@requires("analytics", "export")
@require_POST
@idempotent
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """The table as an Excel file, as the reader sees it."""
    by, table = actor(request), page.load(request, pk)
    back = reverse("analytics:read", args=[pk])
    try:
        begun = jobs.start(by=by, wish=Wish(table.name, table.definition, by.today))
    except RuleError as refused:
        messages.error(request, str(refused.message))
        return htmx.redirect_to(request, back)
    if isinstance(begun, Request):
        messages.success(request, _("Somebody must agree to it first; you will be told."))
        return htmx.redirect_to(request, reverse("approvals:detail", args=[begun.pk]))
    messages.success(request, _("Your export is being made; a notice tells you when it is ready."))
    return htmx.redirect_to(request, back)
