"""The list of quotes, and the quotes of a customer or an opportunity."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.customers.models import Customer
from zhuixiao.kit import htmx

from .. import tabs
from ..choices import QuoteState
from ..forms.quote_filter import QuoteFilterForm
from ..models import Opportunity, Quote
from ..queries import quotes

PAGE = 30
_LAST = 5


@requires("orders", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """A page of quotes by filters, with what all of them come to."""
    today, access = actor(request).today, request.user.access
    form = QuoteFilterForm(request.GET, reader=request.user)
    rows = quotes.listed(form.chosen(today), reader=request.user, today=today)
    joined = rows.select_related("customer", "owner")
    page = Paginator(joined, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": marked(page, today),
        "total": quotes.total(rows),
        "currency": request.company.currency,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "tabs": tabs.tabs(tabs.DOCUMENTS, active="sales:quotes", access=access),
        "may_create": access.may("orders", "create"),
        "today": today,
    }
    return htmx.render_page(request, "sales/quotes/list.html", context, partial="rows")


@requires("orders", "view")
@require_safe
def of_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The panel on the page of a customer: its last quotes."""
    visible = Customer.objects.visible_to(request.user).only("pk", "name")
    customer = get_object_or_404(visible, pk=customer_id)
    rows = Quote.objects.visible_to(request.user).filter(customer=customer)
    return _panel(request, rows, {"customer": customer, "query": f"customer={customer.pk}"})


@requires("orders", "view")
@require_safe
def of_opportunity(request: StaffRequest, opportunity_id: int) -> HttpResponse:
    """The panel on the page of an opportunity: its quotes."""
    visible = Opportunity.objects.visible_to(request.user).select_related("customer")
    opportunity = get_object_or_404(visible, pk=opportunity_id)
    rows = Quote.objects.visible_to(request.user).filter(opportunity=opportunity)
    query = f"opportunity={opportunity.pk}"
    return _panel(request, rows, {"customer": opportunity.customer, "query": query})


def marked(rows: Any, today: Any) -> list[tuple[Quote, bool]]:
    """Each with whether it is too late to accept it."""
    return [(row, row.is_expired(today)) for row in rows]


def _panel(request: StaffRequest, rows: Any, context: dict[str, Any]) -> HttpResponse:
    current = rows.exclude(state=QuoteState.REPLACED).select_related("owner")
    count = current.count()
    works = Customer.objects.workable_by(request.user).filter(pk=context["customer"].pk)
    context |= {
        "rows": marked(current.order_by(*quotes.NEWEST)[:_LAST], actor(request).today),
        "more": max(0, count - _LAST),
        "may_create": request.user.access.may("orders", "create") and works.exists(),
    }
    return render(request, "sales/quotes/panel.html", context)
