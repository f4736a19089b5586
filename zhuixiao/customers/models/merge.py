"""Two customers became one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee


class Merge(models.Model):
    """`moved` holds by kind the ids that went from the loser to the winner, `changes` by column
    what the winner had and got: whatever an undo needs."""

    winner = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="merges"
    )
    loser = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Merge")
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at=None), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(winner=F("loser")), name="merged_with_another"),
        ]
