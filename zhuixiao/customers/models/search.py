"""What finds a customer: search tokens and comparable phone numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchIndex(models.Model):
    """Tokens of a customer's names, initials and phones, separated by spaces.

    actions.finding writes SQLite's FTS5 table beside it; PostgreSQL has a GIN index over it.
    """

    customer = models.OneToOneField(
        "customers.Customer", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    tokens = models.TextField()

    class Meta:
        verbose_name = _("Search index")


class CustomerPhone(models.Model):
    """A comparable number of a customer or of one of its contacts."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="numbers"
    )
    contact = models.ForeignKey(
        "customers.Contact", null=True, on_delete=models.CASCADE, related_name="numbers"
    )
    number = models.CharField(max_length=40, db_index=True)

    class Meta:
        verbose_name = _("Phone number")
