"""Pages of the ledger; included at the root."""

from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("numbers/entries/", views.entries, name="entries"),
]
