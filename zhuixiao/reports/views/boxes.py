"""The boxes in which a report is written, one for each part that is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from ..models import WorkReport
from ..outlines import Outline
from ..parts import OFFERS, Part
from ..queries.starting import Picks, Start

_LONG = {Part.SUMMARY, Part.PLAN}


@dataclass(frozen=True)
class Box:
    """A text of one sentence a line, what is wrong with it, and sentences to tick into it."""

    part: Part
    text: str
    error: object
    picks: Sequence[Picks]
    is_required: bool

    @property
    def offer(self) -> object:
        return OFFERS[self.part]

    @property
    def rows(self) -> int:
        return 7 if self.part in _LONG else 3


def typed(sent: QueryDict) -> dict[Part, str]:
    """The texts of the boxes that were on the page."""
    return {part: str(sent[part.value]) for part in Part if part.value in sent}


def boxes(
    wanted: Outline,
    *,
    report: WorkReport | None,
    start: Start,
    sent: Mapping[Part, str] | None,
    errors: Mapping[str, object],
) -> list[Box]:
    """Those that the outline asks for, and those that hold something all the same."""
    found = []
    for part in Part:
        lines = getattr(report, part.value) if report else start.begun(part)
        if not wanted.asks(part) and not (report and lines) and part not in (sent or {}):
            continue
        text = (sent or {}).get(part, "\n".join(lines))
        error = errors.get(part.value, "")
        found.append(Box(part, text, error, start.offered(part), wanted.requires(part)))
    return found
