"""The pictures of a product in its dialog."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError

from ..actions import images
from ..models import Product, ProductImage
from .products import details


@requires("catalog", "manage")
@require_POST
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a picture behind the others; why it is refused stands in a toast."""
    product = get_object_or_404(Product, pk=pk)
    upload = request.FILES.get("file")
    if upload is None:
        raise RuleError(_("Choose a file first."), field="file")
    images.add(by=actor(request), product=product, upload=upload)
    return _gallery(request, product)


@requires("catalog", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a picture away."""
    return _then_gallery(request, pk, images.remove)


@requires("catalog", "manage")
@require_POST
def first(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a picture stand for the product."""
    return _then_gallery(request, pk, images.put_first)


def _then_gallery(request: StaffRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    image = get_object_or_404(ProductImage.objects.select_related("product", "file"), pk=pk)
    act(by=actor(request), image=image)
    return _gallery(request, image.product)


def _gallery(request: StaffRequest, product: Product) -> HttpResponse:
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("catalog:product", args=[product.pk]))
    return render(request, "catalog/product_images.html", details(request, product))
