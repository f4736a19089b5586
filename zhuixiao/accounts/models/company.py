"""The one company of this installation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.periods import day_of


class Company(models.Model):
    """One row: name, time zone and the company-wide settings."""

    name = models.CharField(_("Company name"), max_length=100)
    time_zone = models.CharField(_("Time zone"), max_length=50, default="Asia/Shanghai")
    currency = models.CharField(_("Currency"), max_length=3, default="CNY")
    is_demo = models.BooleanField(default=False)
    # Settings of single apps by their key, e.g. {"reports.opens_at": "17:00"}; read by settings of
    # the app that owns the key.
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Company")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def workdays(self) -> list[int]:
        """ISO weekdays on which the company works, Monday is 1."""
        days: list[int] = self.settings.get("accounts.workdays", [1, 2, 3, 4, 5])
        return days

    @workdays.setter
    def workdays(self, days: list[int]) -> None:
        self.settings["accounts.workdays"] = days

    @property
    def watermark(self) -> str:
        """Where pages carry the reader's name and the day: "screen", "print", "both", or ""."""
        return str(self.settings.get("accounts.watermark", ""))

    def today(self, now: datetime) -> date:
        """The company's calendar day of an instant: it decides the day everywhere."""
        return day_of(now, self.zone)
