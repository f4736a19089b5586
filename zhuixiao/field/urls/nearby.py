"""Customers around a place."""

from django.urls import path

from ..views import nearby

urlpatterns = [
    path("nearby/", nearby.index, name="nearby"),
    path("nearby/points/", nearby.points, name="nearby-points"),
    path("nearby/claims/", nearby.claim, name="nearby-claim"),
]
