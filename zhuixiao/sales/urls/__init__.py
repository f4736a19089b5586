"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import numbers, orders

app_name = "sales"
urlpatterns: list[URLPattern] = [
    *numbers.urlpatterns,
    *orders.urlpatterns,
]
