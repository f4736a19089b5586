"""What the company wants in a report of a role and kind: which parts, and which figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuixiao.accounts.models import Company
from zhuixiao.ledger import catalogue

from .choices import ReportKind
from .metrics import OUTDOORS, SHOWN
from .parts import Need, Part

SETTING = "reports.outlines"
MOST_METRICS = 24


def _usual() -> dict[Part, Need]:
    return dict.fromkeys(Part, Need.OPTIONAL) | {Part.SUMMARY: Need.REQUIRED}


@dataclass(frozen=True)
class Outline:
    """`metrics` are keys of the ledger's catalogue, in the order in which they are shown. The
    summary is always required; what stands in a part that is hidden now is still read."""

    needs: Mapping[Part, Need] = field(default_factory=_usual)
    metrics: Sequence[str] = (*SHOWN, *OUTDOORS)

    def requires(self, part: Part) -> bool:
        return self.needs[part] == Need.REQUIRED

    def asks(self, part: Part) -> bool:
        """Whether the page of writing has a box for it."""
        return self.needs[part] != Need.HIDDEN

    def as_json(self) -> dict[str, Any]:
        needs = {part.value: need.value for part, need in self.needs.items()}
        return {"needs": needs, "metrics": list(self.metrics)}

    @classmethod
    def of_json(cls, held: Mapping[str, Any]) -> "Outline":
        needs = _usual() | {Part(part): Need(need) for part, need in held["needs"].items()}
        known = {row.key for row in catalogue.metrics()}
        return cls(needs, tuple(key for key in held["metrics"] if key in known))


USUAL = Outline()


def outline(company: Company, *, role_id: int, kind: ReportKind) -> Outline:
    """What holds now for people of a role; the usual one where the company set none."""
    held = company.settings.get(SETTING, {}).get(place(role_id, kind))
    return Outline.of_json(held) if held else USUAL


def place(role_id: int, kind: ReportKind) -> str:
    """Under which key the outline of a role and kind is kept."""
    return f"{role_id}.{kind.value}"


def is_set(company: Company, *, role_id: int, kind: ReportKind) -> bool:
    """Whether the company has an own outline for them."""
    return place(role_id, kind) in company.settings.get(SETTING, {})
