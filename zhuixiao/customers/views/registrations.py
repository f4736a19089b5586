"""Reports of agents: the list, a new one, for how long they protect."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import registering
from ..models import Customer
from ..queries import registrations
from ..registration_forms import DaysForm, ReportForm

PAGE = 50


@requires("customers", "report")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Own ones and those within the data scope, with what became of them."""
    today = request.company.today(timezone.now())
    page = Paginator(registrations.listed(request.user), PAGE).get_page(request.GET.get("page"))
    ids = [row.customer_id for row in page]
    seen = Customer.objects.visible_to(request.user).filter(pk__in=ids)
    visible = set(seen.values_list("pk", flat=True))
    context = {
        "page": page,
        "rows": [
            (
                row,
                row.state_on(today),
                row.customer_id in visible,
                (row.until - today).days if row.until and row.until >= today else None,
            )
            for row in page
        ],
        "days": registrations.days(request.company),
        "manages": request.user.access.may("customers", "manage"),
    }
    return htmx.render_page(request, "customers/registrations/list.html", context)


@requires("customers", "report")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest) -> HttpResponse:
    """Report a customer."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = registering.report(by=actor(request), report=form.report())
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, _told(row.until is not None))
            return htmx.redirect_to(request, reverse("customers:registrations"))
    context = {"form": form, "days": registrations.days(request.company)}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/registrations/new.html", context, status=status)


@requires("customers", "manage")
@require_POST
def days(request: StaffRequest) -> HttpResponse:
    """For how many days a report protects."""
    form = DaysForm(request.POST)
    if form.is_valid():
        registering.set_days(by=actor(request), days=form.cleaned_data["days"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, str(form.errors["days"][0]))
    return htmx.redirect_to(request, reverse("customers:registrations"))


def _told(is_protected: bool) -> str:  # noqa: FBT001
    if is_protected:
        return _("Reported: the customer is yours and protected.")
    return _("The company has this customer already. The boss decides; you will be told.")
