"""Entries and their sums. Dimensions are plain ids, so the ledger can be moved or partitioned."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of a fact."""

    at = models.DateTimeField()
    # The company's calendar day as yyyymmdd: month = day / 100 on every database.
    day = models.IntegerField()
    metric = models.SmallIntegerField()
    quantity = models.BigIntegerField(default=1)
    amount = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    employee_id = models.BigIntegerField(default=0)
    department_id = models.BigIntegerField(default=0)
    customer_id = models.BigIntegerField(default=0)
    channel_id = models.BigIntegerField(default=0)
    product_id = models.BigIntegerField(default=0)
    region_id = models.BigIntegerField(default=0)
    # The pick-list option that classifies the fact: type of activity, stage, ...
    option_id = models.BigIntegerField(default=0)
    fact_kind = models.SmallIntegerField()
    fact_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("Ledger entry")
        indexes = [
            models.Index(fields=["customer_id", "-at", "-id"], name="entry_timeline"),
            models.Index(
                fields=["metric", "day", "employee_id", "customer_id"], name="entry_metric_day"
            ),
            models.Index(fields=["fact_kind", "fact_id"], name="entry_fact"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(day__range=(19000101, 29991231)), name="entry_day_is_a_day"
            ),
        ]


class Rollup(models.Model):
    """Sums by day. A row whose last entry goes is removed."""

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


class CustomerRollup(models.Model):
    """Sums of all time by customer, for the one table and the customer page."""

    pk = models.CompositePrimaryKey("customer_id", "metric")
    customer_id = models.BigIntegerField()
    metric = models.SmallIntegerField()
    quantity = models.BigIntegerField()
    amount = models.BigIntegerField()
    cost = models.BigIntegerField()
    entries = models.BigIntegerField()

    class Meta:
        verbose_name = _("Rollup by customer")
