"""Imports."""

from django.urls import path

from ..views import imports

urlpatterns = [
    path("orders/import/", imports.orders, name="order-import"),
    path("payments/import/", imports.payments, name="payment-import"),
    path("opportunities/import/", imports.opportunities, name="opportunity-import"),
]
