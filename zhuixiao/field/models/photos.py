"""Photos from the field, each with what three clocks and two positions say of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.geo import Position

from ..choices.visits import PhotosFrom
from .captured import Captured, on_earth
from .visits_scope import VisitScope

if TYPE_CHECKING:
    from zhuixiao.files.models import StoredFile

# Beyond these the picture's own words and the phone's disagree.
TIME_TOLERANCE = timedelta(minutes=5)
METRES_TOLERANCE = 500


class PhotoQuerySet(VisitScope["Photo"]):
    def newest(self) -> "PhotoQuerySet":
        return self.order_by("-at", "-id")


class Photo(Captured):
    """A fact of the ledger. `taken_at` and its position are what the file itself said (EXIF);
    `is_stale` marks one older than its moment where only the camera was allowed."""

    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="photos",
        db_index=False,
    )
    visit = models.ForeignKey(
        "field.Visit", null=True, on_delete=models.PROTECT, related_name="photos"
    )
    step = models.CharField(max_length=20, blank=True)
    file: "models.OneToOneField[StoredFile, StoredFile]" = models.OneToOneField(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=6, choices=PhotosFrom)
    taken_at = models.DateTimeField(null=True)
    taken_latitude = models.FloatField(null=True)
    taken_longitude = models.FloatField(null=True)
    is_stale = models.BooleanField(default=False)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("Photo")
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="photo_of_customer"),
            models.Index(fields=["employee", "-at", "-id"], name="photo_of_employee"),
            models.Index(fields=["-at", "-id"], name="photo_newest"),
        ]
        constraints = [
            *on_earth("photo"),
            models.CheckConstraint(
                condition=Q(taken_latitude=None, taken_longitude=None)
                | Q(taken_latitude__range=(-90, 90), taken_longitude__range=(-180, 180)),
                name="photo_taken_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def taken_place(self) -> Position | None:
        if self.taken_latitude is None or self.taken_longitude is None:
            return None
        return Position(self.taken_latitude, self.taken_longitude)

    @property
    def is_time_off(self) -> bool:
        """Whether the file's clock says another time than the phone's item."""
        return self.taken_at is not None and abs(self.taken_at - self.at) > TIME_TOLERANCE

    @property
    def metres_off(self) -> int | None:
        """How far the file's position is from the phone's, where that is too far."""
        there, here = self.taken_place, self.place
        metres = there.metres_to(here) if there and here else 0
        return round(metres) if metres > METRES_TOLERANCE else None

    @property
    def is_evidence(self) -> bool:
        """Whether it proves that somebody was there: from the camera, fresh, of one place."""
        return self.source == PhotosFrom.CAMERA and not self.is_stale and not self.metres_off
