"""What the line editor asks: products, their prices for a customer, customers.

Open to whoever reads orders: the forms are of those who write them and of those who only edit them.
"""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.catalog import costs, prices
from zhuixiao.catalog.models import Product
from zhuixiao.catalog.product_rows import named
from zhuixiao.kit.typed import whole

from .. import totals, written
from ..queries import order_start

_ONE = 1_000
_MILLION = 1_000_000


@requires("orders", "view")
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """Products in use that `q` finds, [{"value", "text"}]."""
    rows = order_start.found_products(request.user, request.GET.get("q", "")[:100])
    return JsonResponse([{"value": row.pk, "text": named(row)} for row in rows], safe=False)


@requires("orders", "view")
@require_safe
def price(request: StaffRequest, pk: int) -> HttpResponse:
    """What a product is sold for: to `customer`, from a quantity on, in a currency at `rate`.

    Prices are decimal texts; `cost` of one unit, in the company's currency and minor units, only
    for who may know it.
    """
    product = get_object_or_404(Product, pk=pk)
    asked = request.GET
    customer = order_start.customer(request.user, whole(asked.get("customer", "")) or 0)
    quantity = written.whole_parts(asked.get("quantity", "1"), written.QUANTITY) or _ONE
    rate = written.whole_parts(asked.get("rate") or "1", written.RATE) or _MILLION
    rate = rate if rate > 0 else _MILLION
    level = customer.importance_id if customer else None
    own = prices.price_of([product], level=level, quantity=max(0, quantity) // _ONE)[product.pk]

    def shown(amount: int) -> str:
        return written.plain(totals.from_base(amount * 100, rate), written.PRICE)

    answer: dict[str, object] = {
        "price": shown(own),
        "list_price": shown(product.list_price),
        "unit": product.unit,
        "name": product.name,
    }
    if costs.may_read(request.user.access):
        answer["cost"] = costs.cost_of([product], on=actor(request).today)[product.pk]
    return JsonResponse(answer)


@requires("orders", "view")
@require_safe
def customers(request: StaffRequest) -> HttpResponse:
    """Customers that the person may sell to, [{"value", "text"}]."""
    rows = order_start.customers(request.user, request.GET.get("q", "")[:100])
    return JsonResponse([{"value": row.pk, "text": row.name} for row in rows], safe=False)
