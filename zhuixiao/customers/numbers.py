"""The comparable phone numbers in what people type."""

from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import normal_phone


def numbers_in(text: str) -> set[str]:
    """The comparable numbers of a cell; what is no number is left out."""
    try:
        parts = split_phones(text) if text else []
    except DamagedNumber:
        return set()
    return {number[:40] for part in parts if (number := normal_phone(part))}
