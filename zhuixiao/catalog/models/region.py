"""Provinces, cities and districts by their six-digit adcode (GB/T 2260)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import RegionLevel


class RegionQuerySet(models.QuerySet["Region"]):
    def valid(self, today: date) -> "RegionQuerySet":
        """Regions that exist on this day."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=today),
            models.Q(valid_to=None) | models.Q(valid_to__gte=today),
        )


class Region(models.Model):
    """The adcode is the key: 440000 province, 440100 city, 440106 district."""

    adcode = models.PositiveIntegerField(primary_key=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(_("Name"), max_length=60)
    # "广东省 广州市 天河区": shown and searched.
    full_name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=RegionLevel)
    # Centroid in WGS-84 degrees; null where unknown.
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Region")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(longitude=None) | models.Q(longitude__range=(-180, 180)),
                name="region_longitude_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None) | models.Q(latitude__range=(-90, 90)),
                name="region_latitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def span(self) -> tuple[int, int]:
        """The first and last adcode of this region and all below it."""
        size = {RegionLevel.PROVINCE: 10_000, RegionLevel.CITY: 100}.get(RegionLevel(self.level), 1)
        first = self.adcode - self.adcode % size
        return first, first + size - 1
