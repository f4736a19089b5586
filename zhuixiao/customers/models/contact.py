"""People at a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..choices import BirthdayCalendar
from .consent import Consent


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, employee: Employee) -> "ContactQuerySet":
        """A contact is seen by whoever sees its customer."""
        allowed = employee.access.q(
            "customers",
            owner="customer__owner_id",
            department="customer__department_id",
            record="customer_id",
        )
        return self.filter(allowed, deleted_at=None, customer__deleted_at=None)

    def with_marketing(self) -> "ContactQuerySet":
        """With `may_market`: the last word about marketing, None while there is none."""
        last = Consent.objects.filter(contact=models.OuterRef("pk")).about_marketing()
        return self.annotate(may_market=models.Subquery(last.values("is_given")[:1]))


class Contact(models.Model):
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(_("Name"), max_length=60)
    title = models.CharField(_("Job title"), max_length=60, blank=True)
    decision_role = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Role in decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # As typed, several separated by a slash; CustomerPhone holds the comparable numbers.
    phone = models.CharField(_("Phone"), max_length=120, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    email = models.CharField(_("Mail address"), max_length=254, blank=True)
    birthday_calendar = models.CharField(max_length=5, choices=BirthdayCalendar, blank=True)
    birthday_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birthday_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birthday_day = models.PositiveSmallIntegerField(null=True, blank=True)
    birthday_is_leap_month = models.BooleanField(default=False)
    note = models.TextField(_("Note"), blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Since then nothing says any more who it was; see actions.erasing.
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Contact")
        indexes = [models.Index(fields=["customer", "position", "id"], name="contact_of_customer")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_name"),
            models.CheckConstraint(
                condition=models.Q(birthday_month=None)
                | models.Q(birthday_month__range=(1, 12), birthday_day__range=(1, 31)),
                name="contact_birthday_in_calendar",
            ),
        ]

    def __str__(self) -> str:
        return self.name
