"""Visits, routes, photos and their settings."""

from django.urls import path

from ..views import day_map, photos, visit_plans, visit_types, visits

urlpatterns = [
    path("visits/", visits.index, name="visits"),
    path("visits/day/", visits.day, name="visits-day"),
    path("visits/map/", day_map.index, name="visits-map"),
    path("visits/gaps/", visits.gaps, name="visits-gaps"),
    path("visits/<int:pk>/", visits.detail, name="visit"),
    path("visits/<int:pk>/position/", visits.position, name="visit-position"),
    path("customers/<int:customer_id>/visits/", visits.of_customer, name="customer-visits"),
    path("photos/", photos.index, name="photos"),
    path("photos/<int:pk>/", photos.detail, name="photo"),
    path("route/", visit_plans.route, name="route"),
    path("route/new/", visit_plans.new, name="route-new"),
    path("route/nearest/", visit_plans.nearest, name="route-nearest"),
    path("route/<int:pk>/removal/", visit_plans.removal, name="route-removal"),
    path("route/<int:pk>/move/", visit_plans.move, name="route-move"),
    path("settings/visits/", visit_types.index, name="visit-types"),
    path("settings/visits/new/", visit_types.new, name="visit-type-new"),
    path("settings/visits/<int:pk>/", visit_types.edit, name="visit-type"),
    path("settings/visits/<int:pk>/default/", visit_types.default, name="visit-type-default"),
    path(
        "settings/visits/<int:pk>/retirement/",
        visit_types.retirement,
        name="visit-type-retirement",
    ),
    path("settings/visits/<int:pk>/comeback/", visit_types.comeback, name="visit-type-comeback"),
]
