"""What leaves the server of a value: the one place that hides and masks."""

from collections.abc import Callable
from typing import Any

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit.text.handles import mask_handle, mask_mail
from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import mask

from ..fields import Field, Kind

HIDDEN = "••••"


def mask_phones(text: str) -> str:
    """Each of the phones in a cell with its middle starred."""
    try:
        return " / ".join(mask(part) for part in split_phones(text))
    except DamagedNumber:
        return mask(text)


Mask = Callable[[str], str]
MASKS: dict[Kind, Mask] = {Kind.PHONE: mask_phones, Kind.EMAIL: mask_mail}
CONTACT_MASKS: dict[str, Mask] = {"phone": mask_phones, "wechat": mask_handle, "email": mask_mail}


def shown(field: Field, value: Any, access: Access, *, full: bool = False) -> Any:
    """The value as this person may get it.

    A hidden field gives dots. Phones and mail addresses are masked in every list, whoever reads;
    `full` is for one customer's own page, an export or an answered reveal, and has effect only for
    who may read them.
    """
    return showing(field, access, full=full)(value)


def showing(field: Field, access: Access, *, full: bool = False) -> Callable[[Any], Any]:
    """`shown` for many values of one field: the rights are looked up once."""
    granted = field.access(access)
    masking = MASKS.get(field.kind)
    if masking is not None and granted != FieldAccess.HIDDEN:
        return lambda value: shown_reach(value, masking, granted, full=full)
    if granted in {FieldAccess.HIDDEN, FieldAccess.MASKED}:
        return lambda _value: HIDDEN
    return lambda value: value


def shown_reach(text: str, masking: Mask, granted: FieldAccess, *, full: bool = False) -> str:
    """How somebody is reached, as far as `granted` allows; also for contacts."""
    if not text:
        return ""
    if granted == FieldAccess.HIDDEN:
        return HIDDEN
    return text if full and granted != FieldAccess.MASKED else masking(text)


def may_reveal(field: Field, access: Access) -> bool:
    """Whether the person may ask for the value in full."""
    return field.access(access) in {FieldAccess.READ, FieldAccess.WRITE}
