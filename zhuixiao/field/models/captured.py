"""What every record from a phone keeps of its moment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.geo import Position

from ..phone.captures import CLOCK_TOLERANCE, Capture


class Captured(models.Model):
    """A record made on a phone: once for each number that the phone gave it."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    client_id = models.UUIDField(unique=True)
    # By the server's clock; `day` is the company's calendar day of it.
    at = models.DateTimeField(_("Time"))
    day = models.DateField(_("Date"))
    claimed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # The radius in metres that the phone told.
    accuracy = models.FloatField(null=True)
    is_mock = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def place(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)

    @property
    def is_clock_off(self) -> bool:
        return abs(self.at - self.claimed_at) > CLOCK_TOLERANCE


def moment(capture: Capture) -> dict[str, object]:
    """The fields of a new record that its capture fills."""
    place = capture.place
    return {
        "client_id": capture.client_id,
        "at": capture.at,
        "claimed_at": capture.claimed_at,
        "received_at": capture.received_at,
        "latitude": place and place.latitude,
        "longitude": place and place.longitude,
        "accuracy": capture.accuracy,
        "is_mock": capture.is_mock,
    }


def on_earth(name: str) -> list[models.CheckConstraint]:
    """The constraints of a record with a position; `name` is their beginning, the model's."""
    return [
        models.CheckConstraint(
            condition=Q(latitude=None, longitude=None)
            | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            name=f"{name}_place_on_earth",
        ),
        models.CheckConstraint(
            condition=Q(accuracy=None) | Q(accuracy__gte=0), name=f"{name}_accuracy_positive"
        ),
    ]
