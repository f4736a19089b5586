"""Pages of selling; they hang at the root: /opportunities/, /orders/, /payments/, ..."""

from django.urls import URLPattern

from . import payments

app_name = "sales"
urlpatterns: list[URLPattern] = [*payments.urlpatterns]
