"""What is left of a payment pays orders, or is taken off them again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.idempotency import idempotent

from ..actions import allocating
from ..actions.payment_values import Share
from ..forms.money import AllocationForm
from ..metrics import PAYMENTS
from ..models import Allocation
from ..queries import payments
from .payments import answer, load


@requires(PAYMENTS, "create")
@require_http_methods(["GET", "POST"])
@idempotent
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Let what is left pay an order of the customer; nothing typed means as much as fits."""
    payment = load(request, pk)
    open_to = payments.orders_owed(request.user, payment.customer, currency=payment.currency)
    form = AllocationForm(request.POST or None, orders=open_to, initial={"order": open_to.first()})
    if request.method == "POST" and form.is_valid():
        order, amount = form.cleaned_data["order"], form.cleaned_data["amount"]
        share = Share(order.pk, min(payment.rest, order.owed) if amount is None else amount)
        try:
            allocating.allocate(by=actor(request), payment=payment, shares=[share])
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return answer(request, payment, _("Allocated."))
    context = {"form": form, "payment": payment, "orders": open_to}
    return render(request, "sales/allocation.html", context, status=422 if form.errors else 200)


@requires(PAYMENTS, "edit")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """What a payment pays of an order is an advance again; names one of its allocations."""
    row = get_object_or_404(Allocation.objects.select_related("order"), pk=pk)
    payment = load(request, row.payment_id)
    allocating.take_back(by=actor(request), payment=payment, order=row.order)
    return answer(request, payment, _("It is an advance again."))
