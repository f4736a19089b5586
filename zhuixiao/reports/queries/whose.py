"""Whose reports are put side by side, and how many periods; wrong values mean the usual ones."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.kit.trees import in_tree_order

from ..choices import ReportKind

# How many periods may be asked for; the first is shown unless something is.
COUNTS = {ReportKind.DAY: (5, 7, 14, 31), ReportKind.WEEK: (6, 5, 13), ReportKind.MONTH: (6, 3, 12)}


class Choice:
    """What the address asks for. `of` holds "d3", "g2" and "e7": departments with all below them,
    groups and people of those who write within the reader's scope."""

    def __init__(
        self,
        of: Sequence[str],
        *,
        kind: ReportKind,
        count: str,
        writers: Sequence[Employee],
        reader: Employee,
    ) -> None:
        self._of, self._kind, self._count = of, kind, count
        self._writers, self._reader = writers, reader

    @property
    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The choices under their headings."""
        units = in_tree_order([unit for unit in self._units if unit.closed_at is None])
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
        known = {str(number): number for number in COUNTS[self._kind]}
        return known.get(self._count, COUNTS[self._kind][0])

    @cached_property
    def keys(self) -> list[str]:
        return [key for key in self._of if key in self._members]

    @property
    def unit_ids(self) -> set[int]:
        """The departments that are chosen themselves; where only people are, none that exists."""
        found = {int(key[1:]) for key in self.keys if key[0] == "d"}
        return found or ({0} if self.keys else set())

    @property
    def names(self) -> str:
        """Who is chosen, "" for everybody."""
        labels = {key: label.strip() for _heading, rows in self.offered for key, label in rows}
        return _(", ").join(labels.get(key, key) for key in self.keys)

    @property
    def people(self) -> list[Employee]:
        """Those that are chosen, everybody where nobody is; in the order of the departments."""
        ids = {pk for key in self.keys for pk in self._members[key]}
        return [row for row in self._writers if not self.keys or row.pk in ids]

    @cached_property
    def _groups(self) -> list[Group]:
        known = Group.objects.known_to(self._reader).order_by("position", "pk")
        ids = {row.pk for row in self._writers}
        rows = known.prefetch_related("members")
        return [row for row in rows if ids & {one.pk for one in row.members.all()}]

    @cached_property
    def _units(self) -> list[Department]:
        """Departments of the writers, and those above that hold several of these but not all."""
        own = {row.department_id for row in self._writers}
        below: dict[int, set[int]] = {}
        for row in self._writers:
            for pk in row.department.ancestor_ids:
                below.setdefault(pk, set()).add(row.department_id)
        above = {pk for pk, units in below.items() if 1 < len(units) < len(own)}
        return list(Department.objects.filter(pk__in=own | above))

    @cached_property
    def _members(self) -> dict[str, set[int]]:
        """The people behind each key."""
        paths = {row.pk: row.department.path for row in self._writers}
        found = {f"e{row.pk}": {row.pk} for row in self._writers}
        for unit in self._units:
            within = {pk for pk, path in paths.items() if path.startswith(unit.path)}
            found[f"d{unit.pk}"] = within
        for group in self._groups:
            found[f"g{group.pk}"] = {one.pk for one in group.members.all()}
        return found
