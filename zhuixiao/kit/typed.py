"""Values as addresses, forms and JSON carry them, which may be anything."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field

from .text.normal import clean

# As many digits as every whole number of the database takes.
_MOST_DIGITS = 18
# For lists of ids in schemas of the API: the database breaks down over a larger one.
Id = Annotated[int, Field(ge=0, lt=10**_MOST_DIGITS)]
# A name or another short text: as long as its column, without what no database takes.
Line = Annotated[str, Field(max_length=60), AfterValidator(clean)]


def _of_the_companys_day(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a time of the company's day has no offset")
    return value


# No database here takes a time of day with an offset.
Clock = Annotated[time, AfterValidator(_of_the_companys_day)]


def whole(text: object) -> int | None:
    """A whole number from 0 on, e.g. an id or a version; None for whatever else came."""
    digits = str(text)
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits)
