"""The tree of departments, branches, offices and agents."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.trees import TreeNode

from ..choices import DEALERS, WALLED, DepartmentKind

if TYPE_CHECKING:
    from .employee import Employee


class DepartmentQuerySet(models.QuerySet["Department"]):
    def known_to(self, reader: "Employee") -> "DepartmentQuerySet":
        """The units that this person may choose from; see EmployeeQuerySet.known_to."""
        dealer = reader.department.dealer()
        return self.filter(path__startswith=dealer.path) if dealer else self


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

    objects = DepartmentQuerySet.as_manager()

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
        if self.kind in kinds:
            return self
        above = [unit for unit in self._walls_above if unit.kind in kinds]
        return max(above, key=lambda unit: unit.depth, default=None)

    @cached_property
    def _walls_above(self) -> "list[Department]":
        """Loaded once per instance: every list of people and every scope asks."""
        if self.parent_id is None:
            return []
        return list(Department.objects.filter(pk__in=self.ancestor_ids[:-1], kind__in=WALLED))
