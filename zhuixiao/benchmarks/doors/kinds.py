"""The doors that are measured."""

from collections.abc import Callable

from ..promises import CHECK_INS, POSITIONS
from . import check_ins, phones
from .door import Taken

DOOR_KINDS: dict[str, Callable[[int], list[Taken]]] = {
    POSITIONS: phones.run,
    CHECK_INS: check_ins.run,
}
