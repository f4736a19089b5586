"""The phone."""

from django.urls import path

from ..views import phone

urlpatterns = [
    path("m/state", phone.state, name="phone-state"),
    path("m/outbox", phone.outbox, name="phone-outbox"),
]
