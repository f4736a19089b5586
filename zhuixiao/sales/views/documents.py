"""The printed documents of selling; `?print` shows the page, `?lang=en` chooses the language."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit import documents

from ..documents import Document, delivery_document, order_document, quote_document
from ..documents.parts import CHINESE, ENGLISH
from ..models import Order, Shipment
from ..queries import quote_page


@requires("orders", "view")
@require_safe
def quote(request: StaffRequest, pk: int) -> HttpResponse:
    """报价单."""
    found = quote_page.quote_of(request.user, pk)
    if found is None:
        raise Http404
    return _answer(
        request, quote_document(found, reader=request.user, language=language_of(request))
    )


@requires("orders", "view")
@require_safe
def order(request: StaffRequest, pk: int) -> HttpResponse:
    """合同订单."""
    rows = Order.objects.visible_to(request.user).select_related("customer", "contact", "owner")
    found = get_object_or_404(rows, pk=pk)
    return _answer(
        request, order_document(found, reader=request.user, language=language_of(request))
    )


@requires("orders", "view")
@require_safe
def delivery(request: StaffRequest, pk: int) -> HttpResponse:
    """送货单."""
    orders = Order.objects.visible_to(request.user).values("pk")
    rows = Shipment.objects.filter(deleted_at=None, order__in=orders)
    joined = rows.select_related("order__customer", "order__contact", "order__owner")
    found = get_object_or_404(joined, pk=pk)
    return _answer(
        request, delivery_document(found, reader=request.user, language=language_of(request))
    )


def language_of(request: StaffRequest) -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.GET.get("lang") or request.user.language
    return CHINESE if asked.startswith("zh") else ENGLISH


def _answer(request: StaffRequest, made: Document) -> HttpResponse:
    return documents.answer(
        request,
        made.template,
        made.context,
        title=made.title,
        language=made.language,
        name=made.name,
    )
