"""The answers of requests that carried a client-made id, so that a retry gets the same one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.Model):
    """What the first request with this id was told; `scope` is "<employee id>:<path>"."""

    key = models.UUIDField()
    scope = models.CharField(max_length=250)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Stored answer")
        constraints = [
            models.UniqueConstraint(fields=["key", "scope"], name="answer_once"),
        ]
