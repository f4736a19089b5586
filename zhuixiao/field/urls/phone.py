"""The phone."""

from django.urls import path

from ..views import phone, phone_shell

urlpatterns = [
    path("m/", phone_shell.shell, name="phone"),
    path("m/state", phone.state, name="phone-state"),
    path("m/session", phone.session, name="phone-session"),
    path("m/outbox", phone.outbox, name="phone-outbox"),
    path("m/outbox/several", phone.several, name="phone-several"),
]
