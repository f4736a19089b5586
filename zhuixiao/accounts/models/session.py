"""Log-in sessions with their owner and device, so that a list can show and end them."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .. import tokens


class Session(AbstractBaseSession):
    employee = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    ip = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Session")

    @property
    def mark(self) -> str:
        """Names the session on a page; its key is a secret of the browser that holds it."""
        return tokens.hashed(self.session_key)[:24]

    @classmethod
    def get_session_store_class(cls) -> type:
        # By name as Django does it, since the store itself reads this model.
        store: type = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store
