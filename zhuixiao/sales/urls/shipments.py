"""Shipments."""

from django.urls import path

from ..views import shipments

urlpatterns = [
    path("shipments/", shipments.index, name="shipments"),
    path("shipments/of-order/<int:pk>/", shipments.of_order, name="order-shipments"),
    path("shipments/of-order/<int:pk>/new/", shipments.new, name="shipment-new"),
    path("shipments/<int:pk>/", shipments.edit, name="shipment"),
    path("shipments/<int:pk>/signature/", shipments.signature, name="shipment-signature"),
    path(
        "shipments/<int:pk>/signature/removal/",
        shipments.signature_removal,
        name="shipment-signature-removal",
    ),
    path("shipments/<int:pk>/removal/", shipments.removal, name="shipment-removal"),
]
