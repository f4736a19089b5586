"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import numbers, opportunities, orders

app_name = "sales"
urlpatterns: list[URLPattern] = [
    *numbers.urlpatterns,
    *opportunities.urlpatterns,
    *orders.urlpatterns,
]
