"""Pools (公海) that hold customers without an owner, the rules that put them there, the caps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee


class PoolQuerySet(models.QuerySet["Pool"]):
    def in_use(self) -> "PoolQuerySet":
        return self.filter(retired_at=None)

    def serving(self, employee: Employee) -> "PoolQuerySet":
        """The pools that the person may claim from: of everybody, of the person, of a department
        that the person works in or below, or that the person looks after; all for who sets them
        up and sees the whole company. A dealer's people get none that does not name the dealer or
        them. The first is where the person's customers go when nobody says more."""
        access = employee.access
        if access.may("customers", "manage") and access.scope("customers") == DataScope.ALL:
            return self.in_use().order_by("position", "pk")
        dealer = employee.department.dealer()
        units = employee.department.ancestor_ids
        mine = Q(people=employee) | Q(admins=employee)
        if dealer:
            mine |= Q(departments__in=units[dealer.depth :])
        else:
            mine |= Q(departments__in=units) | Q(departments=None, people=None)
        found = self.in_use().filter(mine)
        return self.filter(pk__in=found.values("pk")).order_by("position", "pk")


class Pool(models.Model):
    """Customers of the company that wait for somebody.

    Without departments and people it serves everybody but the people of dealers. `shown` are the
    keys of the columns seen before claiming. Every number of days, hours or customers may be 0 or
    empty: then it binds nobody.
    """

    name = models.CharField(_("Name"), max_length=40, unique=True)
    position = models.PositiveIntegerField(default=0)
    departments: "models.ManyToManyField[Department, Department]" = models.ManyToManyField(
        Department, verbose_name=_("Departments"), blank=True, related_name="+"
    )
    people: "models.ManyToManyField[Employee, Employee]" = models.ManyToManyField(
        Employee, verbose_name=_("People"), blank=True, related_name="+"
    )
    admins: "models.ManyToManyField[Employee, Employee]" = models.ManyToManyField(
        Employee, verbose_name=_("Looked after by"), blank=True, related_name="+"
    )
    shown = models.JSONField(_("Columns before claiming"), default=list, blank=True)
    masks_phones = models.BooleanField(_("Mask phones before claiming"), default=True)
    claims_per_day = models.PositiveIntegerField(
        _("Claims per person and day"), null=True, blank=True
    )
    views_per_hour = models.PositiveIntegerField(
        _("Customers looked at per person and hour"), null=True, blank=True
    )
    former_owner_days = models.PositiveIntegerField(_("Days the last owner waits"), default=0)
    fresh_days = models.PositiveIntegerField(_("Days a new arrival waits"), default=0)
    cooldown_hours = models.PositiveIntegerField(_("Hours between two claims"), default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("Pool")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="pool_has_name")]

    def __str__(self) -> str:
        return self.name


class PoolView(models.Model):
    """Somebody opened a customer of a pool: counted against the hour's limit."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("View of a pool customer")
        indexes = [models.Index(fields=["employee", "at"], name="pool_view_of_person")]


class RecycleRule(models.Model):
    """Which customers of the people whom a pool serves fall back into it.

    `conditions` is a list of {"kind": one of customers.recycling's, "days": n}; with `match` all
    or any of them must hold. Without importances or stages it covers all of them.
    """

    class Match(models.TextChoices):
        ALL = "all", _("all of them")
        ANY = "any", _("any of them")

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(_("Name"), max_length=60)
    importances: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "catalog.Option", verbose_name=_("Importance"), blank=True, related_name="+"
    )
    stages: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "catalog.Option", verbose_name=_("Stage"), blank=True, related_name="+"
    )
    match = models.CharField(_("When"), max_length=3, choices=Match, default=Match.ANY)
    conditions = models.JSONField(default=list)
    takes_won = models.BooleanField(_("Also customers that were won"), default=False)
    # Customers with a contract that has not ended are left alone.
    spares_contracts = models.BooleanField(_("Not while a contract runs"), default=True)
    warn_days = models.PositiveIntegerField(_("Days of warning"), default=3)
    # A changed rule says today what it would do, and does it from the next day on.
    valid_from = models.DateField()
    changed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Recycling rule")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="rule_has_name")]

    def __str__(self) -> str:
        return self.name


class RecycleRun(models.Model):
    """One night's work of the rules; `held_back` were due beyond the share that one run may take.

    `plan` is a list of [rule, customer], of which the first `place` are done. The spans that it
    opened carry its instant, by which it is undone.
    """

    at = models.DateTimeField(unique=True)
    plan = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)
    due_count = models.PositiveIntegerField(default=0)
    moved_count = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Recycling run")


class Cap(models.Model):
    """How many customers one person may hold (库容).

    A person's own cap counts, else that of the nearest department, else that of the company
    (neither departments nor people). `together` counts the whole department as one holder.
    """

    name = models.CharField(_("Name"), max_length=60)
    most = models.PositiveIntegerField(_("At most"))
    departments: "models.ManyToManyField[Department, Department]" = models.ManyToManyField(
        Department, verbose_name=_("Departments"), blank=True, related_name="+"
    )
    people: "models.ManyToManyField[Employee, Employee]" = models.ManyToManyField(
        Employee, verbose_name=_("People"), blank=True, related_name="+"
    )
    together = models.BooleanField(_("For the whole department together"), default=False)
    ignores_won = models.BooleanField(_("Customers that were won do not count"), default=True)
    ignored_stages: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "catalog.Option", verbose_name=_("Stages that do not count"), blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Cap")
        constraints = [
            models.CheckConstraint(condition=Q(most__gt=0), name="cap_is_positive"),
            models.CheckConstraint(condition=~Q(name=""), name="cap_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
