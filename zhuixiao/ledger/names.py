"""Names of the ids in the ledger, which knows no business table."""

from collections.abc import Callable, Collection, Mapping, Sequence

from zhuixiao.accounts.models import Department, Employee

from .catalogue import Dimension

# Like FactKind.load: only those that the employee may see, else an address would tell a name.
Lookup = Callable[[Employee, Sequence[int]], Mapping[int, str]]


def _employees(reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Employee.objects.known_to(reader).filter(pk__in=ids).values_list("pk", "name"))


def _departments(reader: Employee, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(Department.objects.known_to(reader).filter(pk__in=ids).values_list("pk", "name"))


_lookups: dict[Dimension, Lookup] = {
    Dimension.EMPLOYEE: _employees,
    Dimension.DEPARTMENT: _departments,
}


def register(dimension: Dimension, lookup: Lookup) -> None:
    """Say how the ids of a dimension are called; done once by the app that owns them."""
    if dimension in _lookups:
        raise ValueError(f"{dimension} has names already")
    _lookups[dimension] = lookup


def of(dimension: Dimension, ids: Collection[int], *, visible_to: Employee) -> Mapping[int, str]:
    """The names of those ids that exist and that the employee may see.

    A dimension that no app has named shows numbers.
    """
    wanted = sorted({pk for pk in ids if pk})
    lookup = _lookups.get(dimension)
    if lookup is None:
        return {pk: f"#{pk}" for pk in wanted}
    return lookup(visible_to, wanted) if wanted else {}
