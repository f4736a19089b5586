"""What a person was told, and what the person does not want to be told."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, employee: Employee) -> "NoticeQuerySet":
        """Everybody sees the own notices only."""
        return self.filter(employee=employee)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def open(self) -> "NoticeQuerySet":
        """Not yet put away."""
        return self.filter(done_at=None)

    def mark_read(self, now: datetime) -> int:
        return self.unread().update(read_at=now)


class Notice(models.Model):
    """`text` is a message id with `params`, shown in the reader's language; `url` leads there."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    customer_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Notice")
        indexes = [
            models.Index(fields=["employee", "read_at"], name="notice_unread"),
            models.Index(fields=["employee", "-created_at"], name="notice_newest"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The text in the reader's language."""
        return str(gettext(self.text) % self.params)


class Mute(models.Model):
    """A kind of notices that a person does not want."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.CASCADE, related_name="mutes"
    )
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("Muted kind of notices")
        constraints = [
            models.UniqueConstraint(fields=["employee", "kind"], name="mute_once"),
        ]
