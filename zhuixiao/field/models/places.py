"""What a map service calls places, and how the service is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices.places import Trouble


class PlaceName(models.Model):
    """The name of a cell of a ten-thousandth of a degree, about 11 by 10 metres; "" where the
    service knows none (the sea). Of nobody: who was there stands elsewhere."""

    service = models.CharField(max_length=8)
    # WGS-84, in ten-thousandths of a degree.
    latitude = models.IntegerField()
    longitude = models.IntegerField()
    name = models.CharField(_("Place"), max_length=200, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Name of a place")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "latitude", "longitude"], name="place_named_once"
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="place_name_age")]


class PlaceService(models.Model):
    """How much a service was asked on a `day`, and the trouble it has: `until` says when it is
    asked again by itself, without it only a trial that succeeds ends the trouble."""

    service = models.CharField(max_length=8, unique=True)
    day = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=6, choices=Trouble, blank=True)
    # The service's own number and words, never the key.
    said = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Map service")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trouble="", since=None) | models.Q(since__isnull=False),
                name="place_trouble_since",
            )
        ]
