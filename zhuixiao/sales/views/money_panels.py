"""Money on the page of an order and on that of a customer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer

from ..choices import OrderState
from ..metrics import PAYMENTS
from ..models import Order, Payment
from ..preferences import preferences
from ..queries import due, invoices, payments, plans

_NEWEST = 5


@requires(PAYMENTS, "view")
@require_safe
def of_order(request: StaffRequest, pk: int) -> HttpResponse:
    """Plan with progress, payments and invoices of an order."""
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    may_create = request.user.access.may(PAYMENTS, "create")
    is_mine = may_create and Order.objects.workable_by(request.user).filter(pk=pk).exists()
    context = {
        "order": order,
        "plans": plans.rows_of(order, today=actor(request).today),
        "allocations": payments.allocations_to(order, request.user),
        "invoices": invoices.of_order(order, request.user),
        "may_plan": is_mine and order.state != OrderState.VOID and order.due > 0,
        "may_pay": is_mine and order.is_in_force and order.owed > 0,
        "may_refund": is_mine and order.is_in_force and order.paid > 0,
        "may_invoice": is_mine and order.is_in_force and order.to_invoice > 0,
    }
    return render(request, "sales/order_money.html", context)


@requires(PAYMENTS, "view")
@require_safe
def of_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Balance, advances and titles of a customer."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    today, days = actor(request).today, preferences(request.company).due_days
    rows = due.owed(due.Asked(customer=pk), reader=request.user, today=today, days=days)
    workable = Customer.objects.workable_by(request.user).filter(pk=pk)
    context = {
        "customer": customer,
        "total": due.total(rows),
        "due": rows[:_NEWEST],
        "advances": payments.advances_of(request.user, customer),
        "newest": Payment.objects.visible_to(request.user)
        .filter(customer=customer)
        .select_related("method")
        .order_by("-paid_on", "-pk")[:_NEWEST],
        "titles": invoices.titles_of(customer),
        "may_create": request.user.access.may(PAYMENTS, "create") and workable.exists(),
    }
    return render(request, "sales/customer_money.html", context)
