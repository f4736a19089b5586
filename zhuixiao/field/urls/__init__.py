"""Pages of field sales; they hang at /field/."""

from django.urls import URLPattern

from . import attendance, nearby, phone, visits

app_name = "field"
urlpatterns: list[URLPattern] = [
    *phone.urlpatterns,
    *nearby.urlpatterns,
    *attendance.urlpatterns,
    *visits.urlpatterns,
]
