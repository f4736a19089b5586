"""The department tree as a page draws it."""

from dataclasses import dataclass

from django.db.models import Count

from zhuixiao.kit.trees import in_tree_order

from ..models import Department, Employee


@dataclass(frozen=True)
class Branch:
    """A unit with its own people and those of everything below it."""

    department: Department
    depth: int
    people: int
    people_below: int

    @property
    def indent(self) -> str:
        """The class that indents the row; deeper levels look alike."""
        return f"indent-{min(self.depth, 8)}"


def branches() -> list[Branch]:
    """All units depth first."""
    counts = dict(
        Employee.objects.active().order_by().values_list("department_id").annotate(Count("pk"))
    )
    rows = in_tree_order(Department.objects.select_related("head"))
    return [
        Branch(
            department=row,
            depth=row.depth,
            people=counts.get(row.pk, 0),
            people_below=sum(
                counts.get(other.pk, 0) for other in rows if other.path.startswith(row.path)
            ),
        )
        for row in rows
    ]


def choices(*, keep: Department | None = None) -> list[tuple[int, str]]:
    """Open units (and `keep`) for a select box, indented."""
    rows = in_tree_order(Department.objects.filter(closed_at=None))
    if keep is not None and keep.closed_at:
        rows.append(keep)
    return [(row.pk, "\u3000" * row.depth + row.name) for row in rows]
