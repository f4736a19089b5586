"""A robot that writes into a group chat."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Chat


class Robot(models.Model):
    """`token` is what the chat program calls key or access token, `secret` signs where the robot
    asks for it. Both are written and never shown; whoever has them may write into the group."""

    name = models.CharField(_("Name"), max_length=60)
    chat = models.CharField(_("Chat program"), max_length=8, choices=Chat)
    token = models.CharField(max_length=200)
    secret = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Robot")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="robot_name"),
            models.UniqueConstraint(fields=["chat", "token"], name="robot_token"),
            models.CheckConstraint(condition=models.Q(chat__in=Chat.values), name="robot_chat"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hint(self) -> str:
        """The end of the token, by which a person tells robots apart."""
        return f"…{self.token[-4:]}"
