"""Settings: who reads whose reports beyond his role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions import naming
from ..forms.naming import NamingForm
from ..models import ReportReader


@requires("reports", "manage")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """The named readers; POST names another one."""
    form = NamingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            naming.add(by=actor(request), reader=values["reader"], of=values["of"])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect_to(request, reverse("reports:readers"))
    named = ReportReader.objects.select_related("reader", "employee", "department")
    context = {"form": form, "rows": named.order_by("reader__department__path", "reader", "pk")}
    return render(request, "reports/readers.html", context, status=422 if form.errors else 200)


@requires("reports", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one back."""
    row = get_object_or_404(ReportReader.objects.select_related("reader"), pk=pk)
    naming.remove(by=actor(request), named=row)
    return htmx.redirect_to(request, reverse("reports:readers"))
