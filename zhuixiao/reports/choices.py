"""Fixed vocabularies of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.periods import PeriodKind


class ReportKind(models.TextChoices):
    DAY = PeriodKind.DAY.value, _("Daily report")
    WEEK = PeriodKind.WEEK.value, _("Weekly report")
    MONTH = PeriodKind.MONTH.value, _("Monthly report")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
