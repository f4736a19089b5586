"""Saved views of the one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class View(models.Model):
    """A filter with columns and sort, private to its employee or shared with everybody.

    `builtin` is the key of a built-in tab whose layout the employee changed; empty for own views.
    """

    builtin = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("Name"), max_length=40)
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.CASCADE, related_name="customer_views"
    )
    is_shared = models.BooleanField(_("Shared with everybody"), default=False)
    # The filter tree of customers.filters, column keys with widths, sort keys.
    conditions = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    sort = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Saved view")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "builtin"],
                condition=~models.Q(builtin=""),
                name="builtin_view_changed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
