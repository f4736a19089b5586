"""Lists as files."""

from django.urls import path

from ..views import exports

urlpatterns = [
    path("orders/export/", exports.orders, name="order-export"),
    path("payments/export/", exports.payments, name="payment-export"),
    path("opportunities/export/", exports.opportunities, name="opportunity-export"),
]
