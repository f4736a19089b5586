"""The history of a product's cost in its dialog."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..actions import costs
from ..models import Product, ProductCost
from .products import details


@requires("catalog", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what was said of a day."""
    cost = get_object_or_404(ProductCost, pk=pk)
    costs.remove(by=actor(request), cost=cost)
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("catalog:product", args=[cost.product_id]))
    product = get_object_or_404(Product, pk=cost.product_id)
    return render(request, "catalog/product_costs.html", details(request, product))
