"""Where customers come from, as a tree: search > Baidu > keyword."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.trees import TreeNode


class Channel(TreeNode):
    name = models.CharField(_("Name"), max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Channel")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="channel_name_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="top_channel_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
