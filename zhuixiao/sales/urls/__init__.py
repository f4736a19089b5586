"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import expenses, shipments

app_name = "sales"
urlpatterns: list[URLPattern] = [*shipments.urlpatterns, *expenses.urlpatterns]
