"""One uploaded file and the record it hangs on."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import CONTENT_TYPES, IMAGES, FileType


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def of_record(self, kind: str, record_id: int) -> "StoredFileQuerySet":
        """The files of a record, oldest first; whoever calls has the record already."""
        return self.filter(kind=kind, record_id=record_id).order_by("created_at")

    def waiting(self) -> "StoredFileQuerySet":
        """Uploaded, not yet attached to a record."""
        return self.filter(kind="")


class StoredFile(models.Model):
    """`stored` is a random name below FILES_DIR; `name` is what the person called the file.

    `kind` and `record_id` name the record it hangs on, "" until it is attached. Widths are pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("File name"), max_length=120)
    stored = models.CharField(max_length=40, unique=True)
    type = models.CharField(_("File type"), max_length=8, choices=FileType)
    size = models.PositiveBigIntegerField(_("File size"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="uploads"
    )
    created_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("File")
        indexes = [models.Index(fields=["kind", "record_id"], name="file_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(type__in=FileType.values), name="file_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="", record_id=0) | ~models.Q(kind=""),
                name="file_record_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[FileType(self.type)]

    @property
    def is_image(self) -> bool:
        return self.type in IMAGES
