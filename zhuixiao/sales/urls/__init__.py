"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import orders, quotes

app_name = "sales"
urlpatterns: list[URLPattern] = [*orders.urlpatterns, *quotes.urlpatterns]
