"""The names behind ids: one small query per kind of thing, only for the ids that are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Channel, Option, Product, Region

from ..fields import Field, Kind
from ..models import Contact


@dataclass(frozen=True)
class Label:
    """What people read instead of an id."""

    text: str
    colour: str = ""


_MODELS: Mapping[Kind, type[Model]] = {
    Kind.OPTION: Option,
    Kind.OPTIONS: Option,
    Kind.CHANNEL: Channel,
    Kind.REGION: Region,
    Kind.EMPLOYEE: Employee,
    Kind.EMPLOYEES: Employee,
    Kind.DEPARTMENT: Department,
    Kind.PRODUCTS: Product,
    Kind.BOUGHT: Product,
    Kind.CONTACTS: Contact,
}
_COLUMNS: Mapping[type[Model], tuple[str, ...]] = {
    Option: ("name", "colour"),
    Region: ("full_name",),
}


def is_labelled(kind: Kind) -> bool:
    """Whether values of this kind are ids."""
    return kind in _MODELS


class Labels:
    """Names of this request, each asked once; with a `reader` only those of people and units whom
    he may choose from, for ids that came with an address."""

    def __init__(self, reader: Employee | None = None) -> None:
        self._reader = reader
        self._known: dict[type[Model], dict[int, Label]] = {}

    def load(self, wanted: Iterable[tuple[Field, Any]]) -> None:
        """Learn the names of the ids in these values (an id, a list of ids, or None)."""
        missing: dict[type[Model], set[int]] = {}
        for field, value in wanted:
            model = _MODELS.get(field.kind)
            if model is not None:
                missing.setdefault(model, set()).update(_ids(value))
        for model, ids in missing.items():
            known = self._known.setdefault(model, {})
            if new := ids - known.keys():
                columns = _COLUMNS.get(model, ("name",))
                rows = self._rows(model).filter(pk__in=new).values_list("pk", *columns)
                known.update((row[0], Label(*row[1:])) for row in rows)

    def _rows(self, model: type[Model]) -> QuerySet[Any]:
        if self._reader and model is Employee:
            known: QuerySet[Any] = Employee.objects.known_to(self._reader)
            return known
        if self._reader and model is Department:
            return Department.objects.known_to(self._reader)
        return model._default_manager.all()

    def get(self, field: Field, pk: int) -> Label:
        """The name of a loaded id; an empty one for what does not exist."""
        return self._known.get(_MODELS[field.kind], {}).get(pk, Label(""))

    def of(self, field: Field) -> dict[int, Label]:
        """All names known so far that values of this field may have."""
        return self._known.get(_MODELS[field.kind], {})


def _ids(value: Any) -> Iterable[int]:
    if isinstance(value, list | tuple):
        return (item for item in value if isinstance(item, int))
    return (value,) if isinstance(value, int) else ()
