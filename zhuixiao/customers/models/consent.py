"""What a person agreed to, and took back: notes that are only ever added."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ConsentPurpose, ConsentWay


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest(self) -> "ConsentQuerySet":
        return self.order_by("-on", "-pk")

    def refusing_marketing(self, contact_ids: Iterable[int]) -> set[int]:
        """Those of the contacts whose last word about marketing was no."""
        rows = self.filter(contact__in=list(contact_ids), purpose=ConsentPurpose.MARKETING)
        last = dict(rows.order_by("on", "pk").values_list("contact", "is_given"))
        return {pk for pk, is_given in last.items() if not is_given}

    def customer_refuses_marketing(self, customer_id: int) -> bool:
        """The same of a customer who is a person."""
        rows = self.filter(customer=customer_id, purpose=ConsentPurpose.MARKETING).newest()
        return rows.values_list("is_given", flat=True).first() is False


class Consent(models.Model):
    """Of a contact, or of a customer who is a person: given or withdrawn, how, on which day."""

    contact = models.ForeignKey(
        "customers.Contact", null=True, on_delete=models.CASCADE, related_name="consents"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("What for"), max_length=10, choices=ConsentPurpose)
    about = models.CharField(_("In words"), max_length=200, blank=True)
    is_given = models.BooleanField(_("Given"))
    way = models.CharField(_("How"), max_length=8, choices=ConsentWay)
    on = models.DateField(_("On"))
    noted_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Consent")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, customer__isnull=False)
                | Q(contact__isnull=False, customer=None),
                name="consent_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())
