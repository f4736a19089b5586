"""Settings: what reports of a role and kind have to hold."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.access import module_grant
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Role
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import outlining
from ..choices import ReportKind
from ..forms.outlines import OutlineForm
from ..outlines import is_set, outline


@requires("reports", "manage")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Roles that write reports, and what each kind of theirs holds."""
    company = request.company
    rows = [
        (role, [(kind, is_set(company, role_id=role.pk, kind=kind)) for kind in ReportKind])
        for role in Role.objects.order_by("-rank", "pk")
        if "create" in module_grant(role, "reports")[1]
    ]
    return render(request, "reports/outlines.html", {"rows": rows, "kinds": ReportKind})


@requires("reports", "manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The parts and figures of one."""
    role, asked = _found(pk, kind)
    held = outline(request.company, role_id=role.pk, kind=asked)
    form = OutlineForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            outlining.save(by=actor(request), role=role, kind=asked, new=form.outline())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("reports:outlines"))
    context = {
        "form": form,
        "role": role,
        "kind": asked,
        "is_set": is_set(request.company, role_id=role.pk, kind=asked),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/outline.html", context, status=status)


@requires("reports", "manage")
@require_POST
def reset(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Back to the usual one."""
    role, asked = _found(pk, kind)
    outlining.save(by=actor(request), role=role, kind=asked, new=None)
    messages.success(request, _("Saved."))
    return htmx.redirect_to(request, reverse("reports:outlines"))


def _found(pk: int, kind: str) -> tuple[Role, ReportKind]:
    if kind not in ReportKind.values:
        raise Http404
    return get_object_or_404(Role, pk=pk), ReportKind(kind)
