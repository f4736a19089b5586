"""Comments on any kind of record."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


def _is_open_question() -> Q:
    later = Comment.objects.filter(
        kind=OuterRef("kind"),
        record_id=OuterRef("record_id"),
        employee=OuterRef("asked"),
        at__gte=OuterRef("at"),
        deleted_at=None,
    )
    return Q(~Exists(later), asked__isnull=False)


class CommentQuerySet(models.QuerySet["Comment"]):
    def of_record(self, kind: str, record_id: int) -> "CommentQuerySet":
        """Oldest first; whoever calls has the record already."""
        return self.of_records(kind, [record_id])

    def of_records(self, kind: str, record_ids: Iterable[int]) -> "CommentQuerySet":
        """The same for many records of one kind."""
        rows = self.filter(kind=kind, record_id__in=list(record_ids), deleted_at=None)
        shown = [field.name for field in Comment._meta.concrete_fields]
        rows = rows.select_related("employee").only(*shown, "employee__name")
        return rows.annotate(is_open_question=_is_open_question()).order_by("at", "id")

    def open_questions(self) -> "CommentQuerySet":
        """Questions that the person asked has not answered by a comment of his own."""
        return self.filter(_is_open_question(), deleted_at=None)


class Comment(models.Model):
    """`kind` and `record_id` name the record; `mentions` are ids of the employees named with @.

    `asked` is the person whom it asks, where it is a question: it is open until he comments there.
    """

    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("Comment"))
    mentions = models.JSONField(default=list, blank=True)
    asked = models.ForeignKey(
        "accounts.Employee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Comment")
        indexes = [models.Index(fields=["kind", "record_id", "at"], name="comment_of_record")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
