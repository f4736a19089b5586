"""Pages of field sales; they hang at /field/."""

from django.urls import URLPattern

from . import attendance, leave, nearby, phone, tracks, visits

app_name = "field"
urlpatterns: list[URLPattern] = [
    *phone.urlpatterns,
    *attendance.urlpatterns,
    *leave.urlpatterns,
    *nearby.urlpatterns,
    *tracks.urlpatterns,
    *visits.urlpatterns,
]
