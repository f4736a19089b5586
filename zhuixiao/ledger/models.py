"""Entries and their sums. Dimensions are plain ids, so the ledger can be moved or partitioned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import facts
from .instants import FIRST_DAY, LAST_DAY, InstantField


class Entry(models.Model):
    """One line of a fact; ids are 0 where there is none."""

    at = InstantField()
    # The company's calendar day as yyyymmdd.
    day = models.IntegerField()
    metric = models.SmallIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    employee_id = models.BigIntegerField()
    department_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    region_id = models.BigIntegerField()
    # The pick-list option that classifies the fact: type of activity, stage, ...
    option_id = models.BigIntegerField()
    fact_kind = models.SmallIntegerField()
    fact_id = models.BigIntegerField()
    # The running number within the fact: with the constraint below no race can post a fact twice.
    line = models.SmallIntegerField()

    class Meta:
        verbose_name = _("Ledger entry")
        indexes = [
            models.Index(fields=["customer_id", "at"], name="entry_timeline"),
            # Answers counts of distinct customers, also within a data scope, without the table.
            models.Index(
                fields=["metric", "day", "employee_id", "department_id", "customer_id"],
                name="entry_metric_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fact_kind", "fact_id", "line"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(day__range=(FIRST_DAY, LAST_DAY)), name="entry_day_is_a_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    metric__gt=0,
                    fact_kind__gt=0,
                    fact_id__gt=0,
                    line__gte=0,
                    employee_id__gte=0,
                    department_id__gte=0,
                    customer_id__gte=0,
                    channel_id__gte=0,
                    product_id__gte=0,
                    region_id__gte=0,
                    option_id__gte=0,
                ),
                name="entry_ids_are_ids",
            ),
        ]

    @property
    def kind(self) -> facts.FactKind:
        return facts.by_id(self.fact_kind)


class Rollup(models.Model):
    """Sums by day; a row whose last entry goes is removed.

    A dimension that the metric does not keep is 0.
    """

    pk = models.CompositePrimaryKey(
        "metric",
        "day",
        "employee_id",
        "department_id",
        "channel_id",
        "product_id",
        "region_id",
        "option_id",
    )
    metric = models.SmallIntegerField()
    day = models.IntegerField()
    employee_id = models.BigIntegerField()
    department_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    region_id = models.BigIntegerField()
    option_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        verbose_name = _("Rollup by day")


class PeopleRollup(models.Model):
    """Sums by day and employee alone, in a thirtieth of the rows: what most pages read.

    A row whose last entry goes is removed.
    """

    pk = models.CompositePrimaryKey("metric", "day", "employee_id", "department_id")
    metric = models.SmallIntegerField()
    day = models.IntegerField()
    employee_id = models.BigIntegerField()
    department_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        verbose_name = _("Rollup by day and employee")


class ProductRollup(models.Model):
    """Sums by month and by year of each product, of the metrics that keep products.

    However many lines are sold, a year of 5,000 products is 5,000 rows. `day` is the first of the
    `months` (1 or 12) that a row sums up, so that a range of days finds whole months and years.
    A row whose last entry goes is removed.
    """

    pk = models.CompositePrimaryKey("metric", "months", "day", "product_id")
    metric = models.SmallIntegerField()
    months = models.SmallIntegerField()
    day = models.IntegerField()
    product_id = models.BigIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        verbose_name = _("Rollup by product")


class CustomerCount(models.Model):
    """How many different customers an employee's entries have in a week or a month.

    Different customers do not add up, so that no rollup by day tells them: counting them among the
    entries grows with the company. Kept for metrics whose customers some other metric counts.
    `day` is the first of the unit; a row without customers is removed.
    """

    pk = models.CompositePrimaryKey("metric", "unit", "day", "employee_id", "department_id")
    metric = models.SmallIntegerField()
    unit = models.SmallIntegerField()
    day = models.IntegerField()
    employee_id = models.BigIntegerField()
    department_id = models.BigIntegerField()
    customers = models.BigIntegerField()

    class Meta:
        verbose_name = _("Count of customers")


class CustomerRollup(models.Model):
    """Sums of all time by customer; a row whose last entry goes is removed."""

    pk = models.CompositePrimaryKey("customer_id", "metric")
    customer_id = models.BigIntegerField()
    metric = models.SmallIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        verbose_name = _("Rollup by customer")
