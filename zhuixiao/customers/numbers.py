"""The comparable phone numbers in what people type."""

from functools import lru_cache

from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import normal_phone


# An import asks for each cell several times: to compare, to index.
@lru_cache(maxsize=4096)
def numbers_in(text: str) -> frozenset[str]:
    """The comparable numbers of a cell; what is no number is left out."""
    try:
        parts = split_phones(text) if text else []
    except DamagedNumber:
        return frozenset()
    return frozenset(number[:40] for part in parts if (number := normal_phone(part)))
