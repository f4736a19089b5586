"""Who opened which customer, and when somebody read unusually much."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import Via


class Reading(models.Model):
    """A person opened a customer on a day: one row, however often."""

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    via = models.CharField(max_length=8, choices=Via, default=Via.PAGE)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        verbose_name = _("Opened customer")
        indexes = [models.Index(fields=["day", "employee"], name="reading_of_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "day", "customer"], name="reading_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.day}"


class ReadingAlert(models.Model):
    """Somebody read much more on a day than usual; told once."""

    class Kind(models.TextChoices):
        VIEWS = "views", _("Opened customers")
        REVEALS = "reveals", _("Revealed numbers")
        ROWS = "rows", _("Exported customers")

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.PositiveIntegerField()
    usual = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Unusual reading")
        constraints = [
            models.UniqueConstraint(fields=["employee", "day", "kind"], name="reading_alert_once"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.kind} {self.number}"
