"""The tree of departments, branches, offices and agents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.trees import TreeNode

from ..choices import DepartmentKind


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
