"""One change of many customers at once."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkChange(models.Model):
    """What a person did to a selection, how far it came, and what undoing it needs.

    The old values stand in the audit log: the entries of `employee` at the instant `at`, from
    `first_audit_id` on. The selection is `ids`, or everything that met `matching` (the query of the
    table) up to `max_id` when the change began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    ids = models.JSONField(default=list)
    matching = models.TextField(blank=True)
    max_id = models.BigIntegerField(default=0)
    # Written in the transaction of each batch, so that a killed job goes on behind it.
    last_id = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    first_audit_id = models.BigIntegerField(default=0)
    job_id = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Bulk change")
        indexes = [models.Index(fields=["employee", "-at"], name="bulk_change_of_person")]
