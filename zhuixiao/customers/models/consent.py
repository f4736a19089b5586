"""What a person agreed to, and took back: notes that are only ever added."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ConsentPurpose, ConsentWay


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest(self) -> "ConsentQuerySet":
        return self.order_by("-on", "-pk")

    def about_marketing(self) -> "ConsentQuerySet":
        """What was said about marketing, the last word first."""
        return self.filter(purpose=ConsentPurpose.MARKETING).newest()


class Consent(models.Model):
    """Of a contact, or of a customer who is a person: given or withdrawn, how, on which day."""

    contact = models.ForeignKey(
        "customers.Contact", null=True, on_delete=models.CASCADE, related_name="consents"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("Consent for"), max_length=10, choices=ConsentPurpose)
    about = models.CharField(_("In words"), max_length=200, blank=True)
    is_given = models.BooleanField(_("Given"))
    way = models.CharField(_("Way"), max_length=8, choices=ConsentWay)
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
