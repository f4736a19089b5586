"""What kinds of visits there are, and what is to be done on each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices.visits import PhotosFrom
from ..visits.nearness import DEFAULT_FENCE, LARGEST_FENCE, SMALLEST_FENCE
from ..visits.steps import Step, steps_of


class VisitTypeQuerySet(models.QuerySet["VisitType"]):
    def in_use(self) -> "VisitTypeQuerySet":
        """Those that can be chosen, the default first."""
        return self.filter(retired_at=None).order_by("-is_default", "position", "pk")


class VisitType(models.Model):
    """One of them is the default; used ones are retired, never deleted.

    `steps` holds visits.steps.Step as JSON; a visit keeps those of its moment.
    """

    name = models.CharField(_("Name"), max_length=40)
    fence = models.PositiveIntegerField(_("Allowed distance in metres"), default=DEFAULT_FENCE)
    photos_from = models.CharField(
        _("Photos from"), max_length=6, choices=PhotosFrom, default=PhotosFrom.ANY
    )
    steps = models.JSONField(_("Steps"), default=list, blank=True)
    is_default = models.BooleanField(_("Default"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = VisitTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Type of visits")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="visit_type_has_name"),
            models.CheckConstraint(
                condition=Q(fence__range=(SMALLEST_FENCE, LARGEST_FENCE)), name="visit_type_fence"
            ),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_visit_type"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(retired_at=None), name="default_visit_type_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def all_steps(self) -> list[Step]:
        return steps_of(self.steps)
