"""The audit log: append only; it is also the history of every record."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Via


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Rows are only ever added."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("the audit log is append-only")

    def delete(self) -> NoReturn:
        raise TypeError("the audit log is append-only")

    def shown(self) -> "AuditQuerySet":
        """With `is_hidden`: whether nobody may see the row's label and values any more."""
        hidden = HiddenEntry.objects.filter(entry=models.OuterRef("pk"))
        return self.annotate(is_hidden=models.Exists(hidden))

    def of_record(self, kind: str, record_id: int) -> "AuditQuerySet":
        return self.filter(kind=kind, record_id=record_id).order_by("-id")


class AuditEntry(models.Model):
    """Who did what to which record, from what to what, when and from where.

    `changes` maps a field to [before, after]; `version` is the record's version after the change.
    """

    at = models.DateTimeField()
    employee = models.ForeignKey("accounts.Employee", null=True, on_delete=models.PROTECT)
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField(default=0)
    label = models.CharField(max_length=120, blank=True)
    changes = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    via = models.CharField(max_length=8, choices=Via, default=Via.PAGE)
    ip = models.GenericIPAddressField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("Audit entry")
        indexes = [
            models.Index(fields=["kind", "record_id", "-id"], name="audit_record"),
            models.Index(fields=["employee", "-id"], name="audit_employee"),
            # What somebody revealed and exported today is asked before the next time.
            models.Index(
                fields=["employee", "at"],
                condition=models.Q(action="reveal"),
                name="audit_reveals",
            ),
            models.Index(
                fields=["employee", "at"],
                condition=models.Q(action="export"),
                name="audit_exports",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the audit log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("the audit log is append-only")


class HiddenEntry(models.Model):
    """The values of this row are shown to nobody: they name a person who was erased. The row cannot
    be changed; it goes once it is old enough."""

    entry = models.OneToOneField(
        AuditEntry, primary_key=True, on_delete=models.CASCADE, related_name="hidden"
    )

    class Meta:
        verbose_name = _("Hidden audit entry")
