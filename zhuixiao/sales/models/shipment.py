"""What was sent of an order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ShipmentState
from .lines import QuantityField


class Shipment(models.Model):
    number = models.CharField(_("Number"), max_length=60, unique=True)
    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="shipments")
    state = models.CharField(max_length=6, choices=ShipmentState, default=ShipmentState.SENT)
    shipped_on = models.DateField(_("Shipped on"))
    carrier = models.CharField(_("Carrier"), max_length=60, blank=True)
    tracking_number = models.CharField(_("Tracking number"), max_length=60, blank=True)
    receiver = models.CharField(_("Receiver"), max_length=60, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    signed_on = models.DateField(_("Signed for on"), null=True, blank=True)
    signed_by = models.CharField(_("Signed for by"), max_length=60, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Shipment")
        indexes = [models.Index(fields=["-shipped_on", "-id"], name="shipment_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ShipmentState.SENT, signed_on=None)
                | Q(state=ShipmentState.SIGNED, signed_on__isnull=False),
                name="shipment_signed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("sales.OrderLine", on_delete=models.PROTECT, related_name="shipments")
    quantity = QuantityField(_("Quantity"))

    class Meta:
        verbose_name = _("Line of a shipment")
        constraints = [
            models.UniqueConstraint(fields=["shipment", "line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_positive"),
        ]
