"""Options of the pick lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import STAGES, Colour, PickList, StageOutcome


class OptionQuerySet(models.QuerySet["Option"]):
    def of(self, pick_list: PickList) -> "OptionQuerySet":
        """The options of one list in their order."""
        return self.filter(pick_list=pick_list).order_by("position", "id")

    def in_use(self) -> "OptionQuerySet":
        """Those that can still be chosen."""
        return self.filter(retired_at=None)

    def first_stage(self) -> "Option | None":
        """Where a customer begins of whom nobody says more."""
        return self.of(PickList.STAGE).in_use().order_by("position", "pk").first()


class Option(models.Model):
    """One value of a pick list; a used one is retired or merged, never deleted."""

    pick_list = models.CharField(max_length=20, choices=PickList)
    name = models.CharField(_("Name"), max_length=60)
    colour = models.CharField(_("Colour"), max_length=10, choices=Colour, default=Colour.GREY)
    position = models.PositiveIntegerField(default=0)
    # Stable name of a built-in option that rules refer to ("won", "phone_visit"); empty for others.
    key = models.SlugField(max_length=40, blank=True)
    outcome = models.CharField(max_length=5, choices=StageOutcome, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Option")
        constraints = [
            models.UniqueConstraint(fields=["pick_list", "name"], name="option_name_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(pick_list__in=STAGES),
                name="only_stages_have_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name
