"""What a phone was answered when its item arrived."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """One for each item that was taken in: the same item again, whenever, gets the same answer.

    Kept for ever: a phone may lie in a drawer for years. A refused item leaves none, so that it
    can be mended and sent again under its number.
    """

    client_id = models.UUIDField(primary_key=True)
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    # The page that shows what came of it.
    url = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("Receipt of a phone's item")
