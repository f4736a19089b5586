"""The customer: one row of the one table."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.money import MoneyField

from ..choices import CustomerKind
from .pool import Pool

# The one table is read in the order of a sort and filtered on the way, so each sorting index
# carries what people filter by: with a million customers three filters and a sort take 1-4 ms.
# Indexes of the single columns would hinder: SQLite prefers them, then sorts a tenth of all rows.
_AXES = (
    "deleted_at",
    "importance",
    "stage",
    "region",
    "industry",
    "channel",
    "owner",
    "department",
)


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, employee: Employee) -> "CustomerQuerySet":
        """The customers, not deleted, that this employee may see."""
        return self.filter(employee.access.q("customers"), deleted_at=None)

    def workable_by(self, employee: Employee) -> "CustomerQuerySet":
        """Those of them that this employee may change: not those let in for reading only."""
        return self.filter(employee.access.q("customers", right=Right.WORK), deleted_at=None)

    def held_by(self, employee: Employee) -> "CustomerQuerySet":
        """Those of them within the own data scope: who may give, share, merge and delete them."""
        return self.filter(employee.access.q("customers", right=Right.HOLD), deleted_at=None)

    def in_trash_of(self, employee: Employee) -> "CustomerQuerySet":
        """The deleted customers that this employee may see and restore."""
        allowed = employee.access.q("customers", right=Right.HOLD)
        return self.filter(allowed, erased_at=None).exclude(deleted_at=None)

    def update(self, **_values: Any) -> NoReturn:
        """Refused: a bulk change must leave a history; see actions.bulk."""
        raise TypeError("change customers through customers.actions, which keeps their history")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """For actions, which have written the history of these rows."""
        return models.QuerySet(self.model, using=self.db).bulk_update(*args, **kwargs)

    def pooled_for(self, employee: Employee) -> "CustomerQuerySet":
        """The customers of the pools that serve this employee."""
        pools = Pool.objects.serving(employee).values_list("pk", flat=True)
        return self.filter(pool__in=list(pools), deleted_at=None)

    def unlogged_update(self, **values: Any) -> int:
        """For derived figures (contact number, last contact), whose history is the ledger."""
        return super().update(**values)


class Customer(models.Model):
    """A company or person; a lead is a customer in an early stage."""

    name = models.CharField(_("Customer"), max_length=120)
    kind = models.CharField(
        _("Kind"), max_length=8, choices=CustomerKind, default=CustomerKind.COMPANY
    )
    credit_code = models.CharField(_("Credit code"), max_length=18, blank=True)
    phone = models.CharField(_("Phone"), max_length=120, blank=True)
    email = models.CharField(_("Mail address"), max_length=254, blank=True)
    website = models.CharField(_("Website"), max_length=200, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    note = models.TextField(_("Note"), blank=True)
    region = models.ForeignKey(
        "catalog.Region",
        verbose_name=_("Region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
    )
    # WGS-84 degrees; null until a visit or a person pins the place.
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    importance = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Importance"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    industry = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Industry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    stage = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Stage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    channel = models.ForeignKey(
        "catalog.Channel",
        verbose_name=_("Source channel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    products: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "catalog.Product", verbose_name=_("Products"), blank=True, related_name="+"
    )
    tags: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "catalog.Option", verbose_name=_("Tags"), blank=True, related_name="+"
    )

    # Written by actions.ownership only.
    owner = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name=_("Department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    received_at = models.DateTimeField(_("Received"), null=True, blank=True)
    # A customer without an owner may wait in a pool; `pooled_at` is since when.
    pool = models.ForeignKey(
        "customers.Pool",
        verbose_name=_("Pool"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    pooled_at = models.DateTimeField(null=True, blank=True)
    # Until that day no rule takes it from its owner (报备, or set by who may assign).
    protected_until = models.DateField(_("Protected until"), null=True, blank=True)

    # Who gets the credit for adding it; does not follow the owner.
    added_by = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    added_department_id = models.BigIntegerField(default=0)
    added_on = models.DateField(_("Added on"))
    created_at = models.DateTimeField(_("Added at"))

    # Derived from the ledger by actions.figures: sortable and filterable copies.
    contact_count = models.PositiveIntegerField(_("Contact number"), default=0)
    first_contact_at = models.DateTimeField(_("First contact"), null=True, blank=True)
    last_contact_at = models.DateTimeField(_("Last contact"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("Last action"), null=True, blank=True)
    last_activity_subject = models.CharField(_("Last action's subject"), max_length=120, blank=True)
    next_contact_on = models.DateField(_("Next contact"), null=True, blank=True)
    won_at = models.DateTimeField(_("Won at"), null=True, blank=True)
    contacts_to_win = models.PositiveIntegerField(_("Contacts to win"), null=True, blank=True)

    # Derived by the app of sales, in the company's currency: returns are taken off.
    order_count = models.PositiveIntegerField(_("Orders"), default=0)
    order_amount = MoneyField(_("Order amount"), default=0)
    order_cost = MoneyField(_("Order cost"), default=0)
    paid_amount = MoneyField(_("Paid"), default=0)
    owed_amount = MoneyField(_("Owed"), default=0)
    first_order_on = models.DateField(_("First order"), null=True, blank=True)
    last_order_on = models.DateField(_("Last order"), null=True, blank=True)
    contract_ends_on = models.DateField(_("Contract ends"), null=True, blank=True)
    last_opportunity_on = models.DateField(_("Last opportunity"), null=True, blank=True)

    # What it buys in a year of our kind of goods, from anybody; asked for, never derived.
    yearly_spend = MoneyField(_("Yearly spend"), null=True, blank=True)

    # Values of the company's own fields: {"cf_7": value}.
    extra = models.JSONField(default=dict, blank=True)
    # Comparable core of the name, for duplicate checks.
    name_core = models.CharField(max_length=120, default="", blank=True, editable=False)
    batch = models.ForeignKey(
        "customers.ImportBatch", null=True, blank=True, on_delete=models.SET_NULL
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "accounts.Employee",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # Since then nothing says any more who it was; see actions.erasing.
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Customer")
        indexes = [
            # The operator class lets PostgreSQL find names by their beginning.
            models.Index(
                fields=["name_core"], opclasses=["varchar_pattern_ops"], name="customer_name_core"
            ),
            models.Index(fields=["credit_code"], name="customer_credit_code"),
            models.Index(Lower("email"), condition=~models.Q(email=""), name="customer_mail"),
            models.Index(fields=["owner", "-last_contact_at", "-id"], name="customer_of_owner"),
            models.Index(fields=["owner", "-created_at", "-id"], name="customer_owner_created"),
            models.Index(fields=["owner", "next_contact_on"], name="customer_owner_next"),
            models.Index(fields=["-created_at", "-id", *_AXES], name="customer_created"),
            models.Index(fields=["-last_contact_at", "-id", *_AXES], name="customer_last_contact"),
            models.Index(fields=["next_contact_on", "id", *_AXES], name="customer_next_contact"),
            models.Index(fields=["-order_amount", "-id", *_AXES], name="customer_order_amount"),
            models.Index(fields=["-last_order_on", "-id", *_AXES], name="customer_last_order"),
            models.Index(
                fields=["pool", "-pooled_at", "-id"],
                condition=models.Q(pool__isnull=False),
                name="customer_of_pool",
            ),
            # The map asks for a rectangle; most customers have no place yet.
            models.Index(
                fields=["latitude", "longitude"],
                condition=models.Q(latitude__isnull=False),
                name="customer_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="customer_has_name"),
            models.CheckConstraint(
                condition=models.Q(yearly_spend=None) | models.Q(yearly_spend__gte=0),
                name="customer_spend_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(pool=None),
                name="customer_owner_or_pool",
            ),
            models.CheckConstraint(
                condition=models.Q(pool=None, pooled_at=None)
                | models.Q(pool__isnull=False, pooled_at__isnull=False),
                name="customer_pool_since",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude=None) | models.Q(longitude__range=(-180, 180)),
                name="customer_longitude_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None) | models.Q(latitude__range=(-90, 90)),
                name="customer_latitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_won(self) -> bool:
        return self.won_at is not None
