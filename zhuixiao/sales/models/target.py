"""What somebody is to reach in a month, a quarter or a year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import TargetUnit


class Target(models.Model):
    """Of a person, of a department with all below it, or (neither) of the company.

    `metric` is a key of the ledger's catalogue; the three tiers (目标, 冲刺, 挑战) are in its unit.
    """

    metric = models.CharField(max_length=60)
    unit = models.CharField(max_length=7, choices=TargetUnit)
    # The first day of the month, quarter or year.
    start = models.DateField()
    department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employee = models.ForeignKey(
        "accounts.Employee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.BigIntegerField(_("Target"))
    stretch = models.BigIntegerField(_("Stretch target"))
    challenge = models.BigIntegerField(_("Challenge"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Target")
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "unit", "start"],
                condition=Q(department=None, employee=None),
                name="target_of_company_once",
            ),
            models.UniqueConstraint(
                fields=["metric", "unit", "start", "department"],
                name="target_of_department_once",
            ),
            models.UniqueConstraint(
                fields=["metric", "unit", "start", "employee"], name="target_of_person_once"
            ),
            models.CheckConstraint(
                condition=Q(department=None) | Q(employee=None), name="target_of_one"
            ),
            models.CheckConstraint(
                condition=Q(base__gt=0, stretch__gte=F("base"), challenge__gte=F("stretch")),
                name="target_tiers_rise",
            ),
        ]
