"""Fixed vocabularies of summary tables."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.spans import Span
from zhuixiao.ledger.catalogue import Dimension


class Split(models.TextChoices):
    """The dimensions of the ledger as people call them."""

    EMPLOYEE = Dimension.EMPLOYEE.value, _("Employee")
    DEPARTMENT = Dimension.DEPARTMENT.value, _("Department")
    CUSTOMER = Dimension.CUSTOMER.value, _("Customer")
    CHANNEL = Dimension.CHANNEL.value, _("Channel")
    PRODUCT = Dimension.PRODUCT.value, _("Product")
    REGION = Dimension.REGION.value, _("Region")
    OPTION = Dimension.OPTION.value, _("Type")
    DAY = Dimension.DAY.value, _("Day")
    WEEK = Dimension.WEEK.value, _("Week")
    MONTH = Dimension.MONTH.value, _("Month")
    QUARTER = Dimension.QUARTER.value, _("Quarter")
    YEAR = Dimension.YEAR.value, _("Year")

    @property
    def is_time(self) -> bool:
        return Dimension(self.value).is_time


# A column for each customer would be no table.
COLUMNS: Sequence[Split] = [split for split in Split if split != Split.CUSTOMER]
FILTERS: Sequence[Split] = [split for split in Split if not split.is_time]
SPANS: Sequence[Span] = [span for span in Span if span != Span.ALL]


class Comparison(models.TextChoices):
    PREVIOUS = "previous", _("With the period before")
    LAST_YEAR = "last_year", _("With the same time last year")


class ChartKind(models.TextChoices):
    BARS = "bars", _("Bars")
    LINE = "line", _("Line")
