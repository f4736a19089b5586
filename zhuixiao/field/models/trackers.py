"""Devices that send positions, and when a person lets them be kept."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices.tracks import TrackerKind

if TYPE_CHECKING:
    from zhuixiao.accounts.models import Employee


class TrackerQuerySet(models.QuerySet["Tracker"]):
    def in_use(self) -> "TrackerQuerySet":
        return self.filter(off_at=None)

    def own(self, employee: "Employee") -> "TrackerQuerySet":
        """Nobody sees or changes the devices of somebody else."""
        return self.filter(employee=employee)


class Tracker(models.Model):
    """A program on a person's phone. Its address holds a secret, of which only the hash is kept;
    the web page and files have none."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="trackers"
    )
    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("App"), max_length=10, choices=TrackerKind)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    created_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    # The newest position that was kept: an older one that comes after it is out of order.
    last_fix_at = models.DateTimeField(null=True)
    # How many positions were kept, and how many answered like that and thrown away.
    kept = models.BigIntegerField(default=0)
    dropped = models.BigIntegerField(default=0)
    # It sends what only its owner can read: encryption must be switched off in the app.
    is_encrypted = models.BooleanField(default=False)

    objects = TrackerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tracker")
        constraints = [
            # The web page and files are one device each.
            models.UniqueConstraint(
                fields=["employee", "kind"],
                condition=Q(token_hash=None),
                name="tracker_without_address_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrackConsent(models.Model):
    """That a person agreed to the text of this version; withdrawn when `withdrawn_at` is set."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="track_consents"
    )
    version = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Consent to a track")
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(withdrawn_at=None),
                name="track_consent_one_valid",
            ),
        ]


class TrackSpell(models.Model):
    """A time in which the person had the track switched on: only positions of it are kept, however
    late they arrive."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="track_spells"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Track switched on")
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(ended_at=None), name="track_spell_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="track_spell_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["employee", "started_at"], name="track_spells")]
