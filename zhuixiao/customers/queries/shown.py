"""What leaves the server of a value: the one place that hides and masks."""

from collections.abc import Callable
from typing import Any

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import mask

from ..fields import Field, Kind

HIDDEN = "••••"


def shown(field: Field, value: Any, access: Access, *, full: bool = False) -> Any:
    """The value as this person may get it.

    A hidden field gives dots. A phone is masked in every list, whoever reads; `full` is for one
    customer's own page, an export or an answered reveal, and has effect only for who may read it.
    """
    return showing(field, access, full=full)(value)


def showing(field: Field, access: Access, *, full: bool = False) -> Callable[[Any], Any]:
    """`shown` for many values of one field: the rights are looked up once."""
    granted = field.access(access)
    if field.kind == Kind.PHONE and granted != FieldAccess.HIDDEN:
        return lambda value: shown_phone(value, granted, full=full)
    if granted in {FieldAccess.HIDDEN, FieldAccess.MASKED}:
        return lambda _value: HIDDEN
    return lambda value: value


def shown_phone(text: str, granted: FieldAccess, *, full: bool = False) -> str:
    """The phones in a cell as far as `granted` allows; also for those of contacts."""
    if granted == FieldAccess.HIDDEN:
        return HIDDEN if text else ""
    if full and granted != FieldAccess.MASKED:
        return text
    try:
        return " / ".join(mask(part) for part in split_phones(text))
    except DamagedNumber:
        return mask(text)


def may_reveal(field: Field, access: Access) -> bool:
    """Whether the person may ask for the value in full."""
    return field.access(access) in {FieldAccess.READ, FieldAccess.WRITE}
