"""Addresses that belong to no app."""

from django.urls import path

from . import views

app_name = "kit"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
]
