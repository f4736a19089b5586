"""Lists of orders and returns, and the orders of one customer."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx

from .. import tabs
from ..forms.order_filter import OrderFilterForm
from ..models import Order
from ..preferences import preferences
from ..queries import order_page, orders

PAGE = 30
_LAST = 5


@requires("orders", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """A page of orders by filters, with what the signed ones come to."""
    form = OrderFilterForm(request.GET, reader=request.user)
    days = preferences(request.company).ending_days
    today = actor(request).today
    chosen = form.chosen(today, ends_within=days)
    rows = orders.listed(chosen, reader=request.user, today=today)
    page = Paginator(rows.select_related("customer", "owner"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "totals": orders.summed(rows),
        "currency": request.company.currency,
        "sort": chosen.sort,
        "is_filtered": any(request.GET.get(name) for name in form.fields if name != "sort"),
        "tabs": tabs.tabs(tabs.DOCUMENTS, active="sales:orders", access=request.user.access),
        "may_create": request.user.access.may("orders", "create"),
        "may_import": request.user.access.may("orders", "import"),
        "may_export": request.user.access.may("orders", "export"),
        "today": today,
    }
    return htmx.render_page(request, "sales/orders/list.html", context, partial="rows")


@requires("orders", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The panel on the page of a customer: its last orders and their sums."""
    visible = Customer.objects.visible_to(request.user).only("pk", "name")
    customer = get_object_or_404(visible, pk=customer_id)
    rows = Order.objects.visible_to(request.user).filter(customer=customer)
    count = rows.count()
    context = {
        "customer": customer,
        "rows": rows.select_related("owner").order_by("-signed_on", "-pk")[:_LAST],
        "totals": orders.summed(rows),
        "count": count,
        "more": max(0, count - _LAST),
        "may_create": request.user.access.may("orders", "create")
        and Customer.objects.workable_by(request.user).filter(pk=customer.pk).exists(),
    }
    return render(request, "sales/orders/customer_panel.html", context)


@requires("orders", "view")
@require_safe
def returns(request: StaffRequest) -> HttpResponse:
    """What came back, the latest first."""
    text = request.GET.get("q", "").strip()[:100]
    rows = order_page.returns_seen(request.user).order_by("-returned_on", "-pk")
    if text:
        rows = rows.filter(order__customer__name__icontains=text) | rows.filter(
            order__number__icontains=text
        )
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "text": text,
        "tabs": tabs.tabs(tabs.DOCUMENTS, active="sales:returns", access=request.user.access),
    }
    return htmx.render_page(request, "sales/orders/returns.html", context, partial="rows")
