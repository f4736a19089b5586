"""The fields that there are, and which of them a person sees and fills in."""

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess

from ..choices import CustomFieldKind
from ..models import CustomField
from .kinds import Field, Kind
from .standard import STANDARD

_CUSTOM_KINDS = {
    CustomFieldKind.TEXT: Kind.TEXT,
    CustomFieldKind.NUMBER: Kind.NUMBER,
    CustomFieldKind.MONEY: Kind.MONEY,
    CustomFieldKind.DATE: Kind.DATE,
    CustomFieldKind.SINGLE: Kind.SINGLE,
    CustomFieldKind.MULTI: Kind.MULTI,
    CustomFieldKind.PERSON: Kind.EMPLOYEE,
    CustomFieldKind.REGION: Kind.REGION,
}


# Columns of higher apps, by key.
_added: dict[str, Field] = {}


def add(field: Field) -> None:
    """Give the one table a column of a higher app; called once by it, in AppConfig.ready()."""
    _added[field.key] = field


def all_fields() -> list[Field]:
    """Standard fields, those of higher apps, then the company's own in their order."""
    rows = CustomField.objects.filter(retired_at=None).order_by("position", "id")
    return [*STANDARD, *_added.values(), *(custom(row) for row in rows)]


def visible_fields(access: Access) -> list[Field]:
    """The fields that are not hidden from this person."""
    return [row for row in all_fields() if row.access(access) != FieldAccess.HIDDEN]


def writable_fields(access: Access) -> list[Field]:
    """The fields that this person may fill in and change."""
    return [
        row for row in all_fields() if row.is_editable and row.access(access) == FieldAccess.WRITE
    ]


def custom(row: CustomField) -> Field:
    """The column of one of the company's own fields."""
    return Field(
        row.key,
        row.label,
        _CUSTOM_KINDS[CustomFieldKind(row.kind)],
        custom=row,
        is_editable=True,
        is_sortable=row.is_indexed,
    )
