"""A tree of rows by materialised path: a subtree is one prefix, a move is one UPDATE."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from .errors import RuleError


class TreeNode(models.Model):
    """`path` is the chain of ids from the root, ending in a slash: "1/4/9/"."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=200, default="", db_index=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1

    @property
    def ancestor_ids(self) -> list[int]:
        """From the root down to this row, itself included."""
        return [int(part) for part in self.path.split("/") if part]

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self.pk is None
        super().save(*args, **kwargs)
        if is_new or not self.path:
            above = self.parent.path if self.parent else ""
            self.path = f"{above}{self.pk}/"
            type(self)._default_manager.filter(pk=self.pk).update(path=self.path)

    def subtree(self) -> models.QuerySet[Self]:
        """This row and everything below it."""
        return type(self)._default_manager.filter(path__startswith=self.path)

    def move_below(self, parent: Self | None) -> None:
        """Hang this row and all below it under another one; a row cannot go below itself."""
        if parent is not None and parent.path.startswith(self.path):
            raise RuleError(_("A unit cannot be moved below itself."), field="parent")
        old_path = self.path
        new_path = f"{parent.path if parent else ''}{self.pk}/"
        rows = type(self)._default_manager.filter(path__startswith=old_path)
        rows.update(path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1)))
        self.parent, self.path = parent, new_path
        type(self)._default_manager.filter(pk=self.pk).update(parent=parent)


def in_tree_order(rows: Collection[Any]) -> list[Any]:
    """The rows depth first, siblings by position then name, as a list to draw with indents."""
    children: dict[int | None, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        children.setdefault(row.parent_id, []).append(row)
    known = {row.pk for row in rows}
    ordered: list[Any] = []

    def walk(parent_id: int | None) -> None:
        for row in children.get(parent_id, []):
            ordered.append(row)
            walk(row.pk)

    walk(None)
    for parent_id in [key for key in children if key is not None and key not in known]:
        walk(parent_id)
    return ordered
