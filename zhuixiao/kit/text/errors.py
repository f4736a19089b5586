"""One base for "this value cannot be read": translated when shown, not when raised."""

from typing import Any


class Unreadable(ValueError):
    """A value a person or a file gave cannot be read.

    `message` is an English msgid (usually lazy) with `%(name)s` places, `params` fills them.
    `str(error)` is the whole sentence in the language of the reader.
    """

    def __init__(self, message: object, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)


def shown(value: object) -> str:
    """The value for use inside a message: one line, at most 40 characters."""
    text = " ".join(str(value)[:200].split())
    return text if len(text) <= 40 else f"{text[:39]}…"
