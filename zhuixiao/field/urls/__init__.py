"""Pages of field sales; they hang at /field/."""

from django.urls import URLPattern

from . import tracks

app_name = "field"
urlpatterns: list[URLPattern] = [*tracks.urlpatterns]
