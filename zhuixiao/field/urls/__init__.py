"""Pages of field sales; they hang at /field/."""

from django.urls import URLPattern

from . import visits

app_name = "field"
urlpatterns: list[URLPattern] = [
    *visits.urlpatterns,
]
