"""Whose reports of which periods are put side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.kit.trees import in_tree_order

from ..choices import ReportKind

# How many periods may be asked for, and how many are shown unless something is.
COUNTS = {ReportKind.DAY: (5, 7, 14, 31), ReportKind.WEEK: (6, 5, 13), ReportKind.MONTH: (6, 3, 12)}


class ReviewForm(forms.Form):
    """Wrong values mean the usual ones. `of` holds "d3", "g2" and "e7": departments with all below
    them, groups and people of those who write within the reader's scope."""

    of = forms.MultipleChoiceField(label=gettext_lazy("Whose"), required=False)
    count = forms.ChoiceField(label=gettext_lazy("How many periods"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)

    def __init__(
        self, data: Any, *, kind: ReportKind, writers: Sequence[Employee], reader: Employee
    ) -> None:
        super().__init__(data)
        self._kind, self._writers, self._reader = kind, writers, reader
        self.chosen_keys = [key for key in data.getlist("of") if key in self._members]

    @cached_property
    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The choices under their headings."""
        units = in_tree_order(Department.objects.filter(pk__in=self._units, closed_at=None))
        parts = [
            (_("Departments"), [(f"d{row.pk}", "\u3000" * row.depth + row.name) for row in units]),
            (_("Groups"), [(f"g{row.pk}", row.name) for row in self._groups]),
            (_("People"), [(f"e{row.pk}", row.name) for row in self._writers]),
        ]
        return [(heading, rows) for heading, rows in parts if rows]

    @property
    def counts(self) -> list[int]:
        return sorted(COUNTS[self._kind])

    @property
    def number(self) -> int:
        """How many periods."""
        asked = str(self.data.get("count", ""))
        known = COUNTS[self._kind]
        return int(asked) if asked.isdecimal() and int(asked) in known else known[0]

    @property
    def words(self) -> str:
        return str(self.data.get("q", "")).strip()[:100]

    @property
    def people(self) -> list[Employee]:
        """Those that are chosen, everybody where nobody is; in the order of the departments."""
        ids = {pk for key in self.chosen_keys for pk in self._members[key]}
        return [row for row in self._writers if not self.chosen_keys or row.pk in ids]

    @cached_property
    def _groups(self) -> list[Group]:
        known = Group.objects.known_to(self._reader).order_by("position", "pk")
        ids = {row.pk for row in self._writers}
        rows = known.prefetch_related("members")
        return [row for row in rows if ids & {one.pk for one in row.members.all()}]

    @cached_property
    def _units(self) -> set[int]:
        """Departments of the writers."""
        return {row.department_id for row in self._writers}

    @cached_property
    def _members(self) -> dict[str, set[int]]:
        """The people behind each key."""
        paths = {row.pk: row.department.path for row in self._writers}
        found = {f"e{row.pk}": {row.pk} for row in self._writers}
        for unit in Department.objects.filter(pk__in=self._units):
            within = {pk for pk, path in paths.items() if path.startswith(unit.path)}
            found[f"d{unit.pk}"] = within
        for group in self._groups:
            found[f"g{group.pk}"] = {one.pk for one in group.members.all()}
        return found
