"""What is planned with a customer: its open tasks and next contacts, a panel of its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import planning
from ..forms.plans import FollowUpForm
from ..models import FollowUp, Task


@requires("activities", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Open next contacts and tasks of a customer."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    tasks = Task.objects.visible_to(request.user).open().filter(customer=customer)
    plans = FollowUp.objects.open().filter(customer=customer).select_related("employee")
    context = {
        "customer": customer,
        "tasks": tasks.select_related("employee").order_by("due_on", "due_time", "pk"),
        "plans": plans.order_by("on", "pk"),
        "today": request.company.today(actor(request).at),
    }
    return render(request, "activities/customer_plans.html", context)


@requires("activities", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Plan the next contact without an action record."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planning.plan(by=actor(request), customer_id=customer.pk, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _answer(request, customer.pk, _("Planned."))
    return _page(request, form, customer)


@requires("activities", "edit")
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a planned contact on another day; the toast offers to undo it."""
    plan = _plan(request, pk)
    form = FollowUpForm(request.POST or None, initial={"on": plan.on, "note": plan.note})
    if request.method == "POST" and form.is_valid():
        try:
            moved = planning.move(by=actor(request), follow_up=plan, **form.cleaned_data)
        except RuleError as error:
            add_rule_error(form, error)
        else:
            undo = _undo(plan) if (moved.on, moved.note) != (plan.on, plan.note) else ""
            return _answer(request, plan.customer_id, _("Saved."), undo=undo)
    return _page(request, form, plan.customer, plan)


@requires("activities", "edit")
@require_POST
def cancellation(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop a planned contact; the toast offers to undo it."""
    plan = _plan(request, pk)
    planning.cancel(by=actor(request), follow_up=plan)
    text = _("The planned contact is cancelled.")
    return _answer(request, plan.customer_id, text, undo=_undo(plan))


@requires("activities", "edit")
@require_POST
def taking_back(request: StaffRequest, pk: int) -> HttpResponse:
    """The undo of both."""
    plan = _plan(request, pk)
    planning.take_back(by=actor(request), follow_up=plan)
    return _answer(request, plan.customer_id, _("Undone."))


def _plan(request: StaffRequest, pk: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: StaffRequest, form: FollowUpForm, customer: Customer, plan: FollowUp | None = None
) -> HttpResponse:
    context = {"form": form, "customer": customer, "plan": plan}
    status = 422 if form.errors else 200
    return render(request, "activities/follow_up_form.html", context, status=status)


def _undo(plan: FollowUp) -> str:
    return reverse("activities:follow_up_taking_back", args=[plan.pk])


def _answer(request: StaffRequest, customer_id: int, text: str, *, undo: str = "") -> HttpResponse:
    if not htmx.wants_partial(request):
        messages.success(request, text, extra_tags=undo)
        return htmx.redirect_to(request, f"/customers/{customer_id}/")
    return htmx.trigger(
        HttpResponse(status=204),
        closeDialog=True,
        toast={"text": text, "kind": "success", "undo": undo},
        customerChanged=customer_id,
        plansChanged=True,
    )
