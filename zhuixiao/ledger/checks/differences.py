"""What does not agree, and how far the work is."""

from collections.abc import Callable
from dataclasses import dataclass

# Called with what is being done and how many of it are done.
Progress = Callable[[str, int], None]


def silent(_step: str, _done: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Difference:
    """Something that does not agree: where, what stands there, and what should."""

    where: str
    found: object
    expected: object

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, expected {self.expected}"
