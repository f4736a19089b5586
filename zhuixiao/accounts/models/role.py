"""What a role may do: a matrix of module x action, a data scope per module, sensitive fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """What was edited away from the defaults of the modules.

    `grants` is {"modules": {key: {"scope": .., "actions": [..]}}, "fields": {key: ..}}.
    """

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("Name"), max_length=40)
    # A higher rank may grant a lower one, never the other way.
    rank = models.PositiveSmallIntegerField(default=10)
    # The built-in role whose defaults a copy keeps following.
    based_on = models.SlugField(max_length=30, blank=True)
    is_builtin = models.BooleanField(default=False)
    needs_totp = models.BooleanField(_("Second factor required"), default=False)
    grants = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Role")

    @property
    def default_key(self) -> str:
        """The key under which modules name their defaults for this role."""
        return self.based_on or self.key

    def __str__(self) -> str:
        return self.name
