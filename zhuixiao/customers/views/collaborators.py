"""Who else works on a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import collaborating
from ..actions.collaborating import Terms
from ..collaborator_forms import CollaboratorForm
from ..models import Collaborator, Customer
from ..queries.collaborators import check_right
from .page import load


@requires("customers", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody in."""
    customer = load(request, pk, right=Right.HOLD)
    return _form(
        request,
        customer,
        CollaboratorForm(request.POST or None, reader=request.user, customer=customer),
    )


@requires("customers", "edit")
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a collaborator may do, and until when."""
    row = _visible(request, pk)
    check_right(request.user, row.customer_id, Right.HOLD)
    form = CollaboratorForm(
        request.POST or None,
        reader=request.user,
        customer=row.customer,
        row=row,
        last_day=row.last_day(request.company.zone),
    )
    return _form(request, row.customer, form)


@requires("customers", "view")
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody out; everybody may leave by himself."""
    row = _visible(request, pk)
    collaborating.let_out(by=actor(request), collaborator=row)
    messages.success(request, _("%(name)s works along no more.") % {"name": row.employee.name})
    stays = Customer.objects.visible_to(request.user).filter(pk=row.customer_id).exists()
    if stays and row.employee_id != request.user.pk:
        return htmx.redirect_to(request, reverse("customers:detail", args=[row.customer_id]))
    return htmx.redirect_to(request, reverse("customers:table"))


def _visible(request: StaffRequest, pk: int) -> Collaborator:
    rows = Collaborator.objects.visible_to(request.user).select_related("customer", "employee")
    return get_object_or_404(rows, pk=pk)


def _form(request: StaffRequest, customer: Customer, form: CollaboratorForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            collaborating.let_in(
                by=actor(request),
                customer=customer,
                employee=given["employee"],
                terms=Terms(Right(given["right"]), given["last_day"]),
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return htmx.redirect_to(request, reverse("customers:detail", args=[customer.pk]))
    context = {"form": form, "customer": customer}
    status = 422 if form.errors else 200
    return htmx.render_page(request, "customers/page/collaborator.html", context, status=status)
