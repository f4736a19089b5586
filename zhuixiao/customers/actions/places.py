"""The one rule for a region that nobody named: the address says it, else the phone does."""

from datetime import date
from functools import cached_property
from typing import Any

from zhuixiao.catalog.choices import RegionLevel
from zhuixiao.catalog.regions import Atlas
from zhuixiao.catalog.seeds.regions import level_of

from ..models import Customer
from ..numbers import numbers_in

# The first digits of a number decide where it was issued.
_MOBILE_PREFIX = 7
_LAST_DIGITS = 4


class Places:
    """Finds regions for many customers: names are read once, each range of numbers is asked once.

    What could be two places stays empty.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._by_range: dict[str, int | None] = {}

    def region_of(self, *, address: str, phone: str) -> int | None:
        """The adcode, or None. A phone also settles which of two places an address means."""
        if not address and not phone:
            return None
        whole = self._atlas.of_address(address) if address else None
        if whole and level_of(whole) == RegionLevel.DISTRICT:
            # Nothing to settle. The places of phones take a hundred megabytes, so they are asked
            # only where they can tell something.
            return whole
        found = self._of_phones(phone)
        return (
            self._atlas.of_address(address, near=found) if address and found else whole
        ) or found

    def complete(self, taken: dict[str, Any], before: Customer | None = None) -> None:
        """Add the region to values by column, where neither they nor the record have one.

        A record that exists is completed when its address or phone changes: who emptied the region
        on purpose keeps it empty.
        """
        if before is not None and (
            before.region_id or "region_id" in taken or not taken.keys() & {"address", "phone"}
        ):
            return
        if taken.get("region_id"):
            return
        address = taken.get("address", before.address if before else "")
        phone = taken.get("phone", before.phone if before else "")
        if found := self.region_of(address=address, phone=phone):
            taken["region_id"] = found

    @cached_property
    def _atlas(self) -> Atlas:
        return Atlas(self._today)

    def _of_phones(self, text: str) -> int | None:
        """Where the numbers are from, if all that tell are from one place."""
        found = {self._of_number(number) for number in numbers_in(text)} - {None}
        return found.pop() if len(found) == 1 else None

    def _of_number(self, number: str) -> int | None:
        is_mobile = len(number) == 11 and number.startswith("1")
        start = number[:_MOBILE_PREFIX] if is_mobile else number.partition("x")[0][:-_LAST_DIGITS]
        if start not in self._by_range:
            self._by_range[start] = self._atlas.of_phone(number)
        return self._by_range[start]
