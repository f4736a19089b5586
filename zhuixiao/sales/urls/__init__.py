"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import (
    expenses,
    exports,
    imports,
    numbers,
    opportunities,
    orders,
    payments,
    quotes,
    shipments,
)

app_name = "sales"
urlpatterns: list[URLPattern] = [
    *expenses.urlpatterns,
    *exports.urlpatterns,
    *imports.urlpatterns,
    *numbers.urlpatterns,
    *opportunities.urlpatterns,
    *orders.urlpatterns,
    *payments.urlpatterns,
    *quotes.urlpatterns,
    *shipments.urlpatterns,
]
