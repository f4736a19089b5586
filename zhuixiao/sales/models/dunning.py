"""That a customer was asked for money: once a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField


class Dunning(models.Model):
    """What was due that day, in the company's currency, and who asked for it (催款)."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="dunnings", db_index=False
    )
    day = models.DateField()
    amount = MoneyField(_("Amount"))
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "activities.Activity", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    task = models.ForeignKey(
        "activities.Task", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("Dunning")
        constraints = [
            models.UniqueConstraint(fields=["customer", "day"], name="dunned_once_a_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dunning_positive"),
        ]
