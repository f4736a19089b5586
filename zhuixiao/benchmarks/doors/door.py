"""What a served process took in."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Taken:
    """`count` things within `seconds`, and `again` more that were known already."""

    key: str
    # So many a second are promised on two cores; 0 is nothing.
    promised: float
    count: int
    seconds: float
    again: int = 0

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    @property
    def verdict(self) -> str:
        if not self.promised:
            return ""
        return "ok" if self.rate >= self.promised else "MISSED (rate)"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
