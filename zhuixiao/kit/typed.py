"""Values as addresses and forms carry them, which may be anything."""

# As many digits as every whole number of the database takes.
_MOST_DIGITS = 18


def whole(text: object) -> int | None:
    """A whole number from 0 on, e.g. an id or a version; None for whatever else came."""
    digits = str(text)
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits)
