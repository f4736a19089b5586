"""Imports: the batch, the remembered mapping of a file shape, the rows that were refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import BatchState


class ImportBatch(models.Model):
    """One import of one file; its customers carry it, so that it can be undone as a whole."""

    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.SET_NULL)
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.IntegerField(null=True)
    # Column index -> field key; options such as owner, on_duplicate, create_options.
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.DRAFT)
    row_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    # The last row of the file that is safely in; an import that was killed goes on after it.
    last_row = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True)
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Import")

    def __str__(self) -> str:
        return self.file_name


class ImportMapping(models.Model):
    """The mapping last used for files with the same header."""

    shape = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Remembered mapping")


class RejectedRow(models.Model):
    """A row that was not taken, with its cells and the reason."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejected")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    reasons = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Rejected row")
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="row_rejected_once"),
        ]
