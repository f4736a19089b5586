"""The tree of departments, branches, offices and agents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.trees import TreeNode

from ..choices import DEALERS, WALLED, DepartmentKind


class Department(TreeNode):
    """A unit of the company; its head manages the people in it."""

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(
        _("Kind"), max_length=12, choices=DepartmentKind, default=DepartmentKind.DEPARTMENT
    )
    head = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Head"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="heads",
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Department")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def dealer(self) -> "Department | None":
        """The agent or franchise that this unit is or belongs to, the nearest one."""
        return self._nearest(DEALERS)

    def wall(self) -> "Department | None":
        """The branch or dealer beyond which nobody of this unit sees; None at the head office."""
        return self._nearest(WALLED)

    def _nearest(self, kinds: frozenset[DepartmentKind]) -> "Department | None":
        if self.kind in kinds or self.parent_id is None:
            return self if self.kind in kinds else None
        around = Department.objects.filter(pk__in=self.ancestor_ids, kind__in=kinds)
        return max(around, key=lambda unit: unit.depth, default=None)
