"""What leaves the server of a value: the one place that hides and masks."""

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
    granted = field.access(access)
    if granted == FieldAccess.HIDDEN:
        return HIDDEN
    if field.kind == Kind.PHONE:
        return shown_phone(value, granted, full=full)
    return HIDDEN if granted == FieldAccess.MASKED else value


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
