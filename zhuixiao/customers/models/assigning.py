"""Rules that give new customers to people by themselves, and who gets none for a while."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee, Group


class AssignRuleQuerySet(models.QuerySet["AssignRule"]):
    def in_use(self) -> "AssignRuleQuerySet":
        return self.filter(retired_at=None).order_by("position", "pk")


class AssignRule(models.Model):
    """The first rule that fits a customer decides. `regions`, `channels` and `products` are ids,
    with all below them; empty means any. With working hours it fits only from the one time until
    before the other, by the company's clock. Receivers are the people, the groups' members and who
    works in the departments or below."""

    class Method(models.TextChoices):
        TURNS = "turns", _("In turn")
        LEAST = "least", _("Who has the fewest open customers")

    name = models.CharField(_("Name"), max_length=60)
    position = models.PositiveIntegerField(default=0)
    method = models.CharField(_("How"), max_length=6, choices=Method, default=Method.TURNS)
    regions = models.JSONField(_("Regions"), default=list, blank=True)
    channels = models.JSONField(_("Source channels"), default=list, blank=True)
    products = models.JSONField(_("Products"), default=list, blank=True)
    people: "models.ManyToManyField[Employee, Employee]" = models.ManyToManyField(
        Employee, verbose_name=_("People"), blank=True, related_name="+"
    )
    groups: "models.ManyToManyField[Group, Group]" = models.ManyToManyField(
        Group, verbose_name=_("Groups"), blank=True, related_name="+"
    )
    departments: "models.ManyToManyField[Department, Department]" = models.ManyToManyField(
        Department, verbose_name=_("Departments"), blank=True, related_name="+"
    )
    workdays_only = models.BooleanField(_("On working days only"), default=False)
    hours_from = models.TimeField(_("Working hours from"), null=True, blank=True)
    hours_until = models.TimeField(_("Working hours until"), null=True, blank=True)
    # Whose turn was last.
    last = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Assignment rule")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="assign_rule_has_name"),
            models.CheckConstraint(
                condition=models.Q(hours_from=None, hours_until=None)
                | models.Q(
                    hours_from__isnull=False,
                    hours_until__isnull=False,
                    hours_from__lt=models.F("hours_until"),
                ),
                name="assign_rule_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssignPause(models.Model):
    """Somebody gets no new customers by the rules until a day, which is included."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="+")
    until = models.DateField(_("Until"))

    class Meta:
        verbose_name = _("Pause")

    def __str__(self) -> str:
        return f"{self.employee} {self.until}"
