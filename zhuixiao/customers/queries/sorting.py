"""By what the one table is sorted: checked against the fields, ready for paging."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.db.models import Field as Column
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.catalog.models import Option
from zhuixiao.kit.errors import RuleError

from ..fields import Field, Kind
from ..models import Customer
from .custom_values import CustomValue

MOST_KEYS = 3
DEFAULT = "-created_at"


class BadSort(RuleError):
    """The table cannot be sorted by this."""

    code = "sort"

    def __init__(self) -> None:
        super().__init__(_("The table cannot be sorted by this."))


@dataclass(frozen=True)
class Key:
    """One field to sort by. Options are sorted as the company ordered them: `ranks` holds their
    ids in that order."""

    field: Field
    is_desc: bool
    ranks: tuple[int, ...] = ()

    @property
    def spec(self) -> str:
        """As it stands in an address: "-last_contact"."""
        return f"-{self.field.key}" if self.is_desc else self.field.key

    @property
    def name(self) -> str:
        """The column, or the name of the annotation."""
        return self.field.column or f"value_of_{self.field.key}"

    @cached_property
    def annotation(self) -> dict[str, CustomValue]:
        return {self.name: CustomValue(self.field)} if self.field.custom else {}

    @cached_property
    def column(self) -> "Column[Any, Any]":
        """What reads and writes the values of `name`."""
        if self.field.custom:
            return CustomValue(self.field).output_field
        column: Column[Any, Any] = Customer._meta.get_field(self.name)  # type: ignore[assignment]
        return getattr(column, "target_field", column)

    @property
    def is_nullable(self) -> bool:
        return bool(self.field.custom) or Customer._meta.get_field(self.field.column).null

    @property
    def is_option(self) -> bool:
        return self.field.kind == Kind.OPTION

    @property
    def rank_name(self) -> str:
        return f"rank_of_{self.field.key}"

    @property
    def rank(self) -> Case:
        """The place of the option in its list, as an expression; nothing comes last."""
        whens = [When(**{self.name: pk}, then=Value(self.place(pk))) for pk in self.in_order]
        return Case(*whens, default=Value(self.place(None)), output_field=IntegerField())

    @property
    def in_order(self) -> tuple[int, ...]:
        """The options as they come in this sort."""
        return self.ranks[::-1] if self.is_desc else self.ranks

    def place(self, pk: int | None) -> int:
        """Where an option comes in this sort; what is no option of the list comes last."""
        return self.in_order.index(pk) if pk in self.ranks else len(self.ranks)


def keys(spec: str, *, fields: Sequence[Field], access: Access) -> list[Key]:
    """The keys of "-last_contact,name"; the default for "". Raises BadSort.

    `fields` are those that the person sees; a masked field cannot be sorted by, its order tells it.
    """
    known = {
        field.key: field
        for field in fields
        if field.is_sortable and field.access(access) != FieldAccess.MASKED
    }
    parts = (spec or DEFAULT).split(",")
    names = [part.removeprefix("-") for part in parts]
    if len(parts) > MOST_KEYS or len(set(names)) < len(names) or not known.keys() >= set(names):
        raise BadSort
    ranks = _ranks([known[name] for name in names])
    return [
        Key(known[name], part.startswith("-"), ranks.get(known[name].pick_list or "", ()))
        for name, part in zip(names, parts, strict=True)
    ]


def _ranks(fields: Sequence[Field]) -> dict[str, tuple[int, ...]]:
    lists = {field.pick_list for field in fields if field.kind == Kind.OPTION and field.pick_list}
    if not lists:
        return {}
    options = Option.objects.filter(pick_list__in=lists).order_by("position", "id")
    ranks: dict[str, list[int]] = {}
    for name, pk in options.values_list("pick_list", "pk"):
        ranks.setdefault(name, []).append(pk)
    return {name: tuple(ids) for name, ids in ranks.items()}
