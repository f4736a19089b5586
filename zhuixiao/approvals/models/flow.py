"""Flows: for what, when, and who agrees in which order; a running request keeps its version."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlowQuerySet(models.QuerySet["Flow"]):
    def in_use(self) -> "FlowQuerySet":
        return self.filter(retired_at=None)


class Flow(models.Model):
    """The first enabled flow of a subject whose conditions hold is taken."""

    subject = models.CharField(_("For"), max_length=60)
    name = models.CharField(_("Name"), max_length=60)
    position = models.PositiveIntegerField(default=0)
    is_enabled = models.BooleanField(_("In use"), default=True)
    number = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = FlowQuerySet.as_manager()

    class Meta:
        verbose_name = _("Approval flow")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="flow_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FlowVersion(models.Model):
    """What a flow said from an instant on; never changed.

    `conditions` is {"at_least": {fact: limit}, "kinds": [..], "departments": [ids],
    "roles": [ids]},
    empty parts ask for
    nothing. `steps` are {"who", "ids", "levels", "mode"}. `rules` are {"empty",
    "own", "again", "remind_hours"}.
    """

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    conditions = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Version of a flow")
        constraints = [
            models.UniqueConstraint(fields=["flow", "number"], name="flow_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.number}"
