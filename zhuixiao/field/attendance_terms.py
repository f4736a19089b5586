"""What is agreed about when and where somebody works: as computed with, and as kept with a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

# Minutes of a day, from midnight. A shift begins and ends on the same day: one over midnight is two
# days here, which nobody could read.
DAY = 24 * 60
MOST_PAIRS = 3
# Metres by which a position may be off in the person's favour, as far as the phone says so.
DOUBT = 100


@dataclass(frozen=True)
class Pair:
    """Coming and leaving, in minutes of the day; punches outside of `earliest` to `latest` do not
    count."""

    begins: int
    ends: int
    earliest: int
    latest: int


@dataclass(frozen=True)
class Terms:
    """`noon` is the break, which is not worked and divides the day in halves. Up to `grace` minutes
    late or early is on time. `counts_outside`: a punch outside of every place is field work (外勤);
    otherwise it does not count. `needs_note`: such a punch has to say why."""

    pairs: tuple[Pair, ...] = (Pair(9 * 60, 18 * 60, 6 * 60, DAY - 1),)
    noon: tuple[int, int] = (12 * 60, 13 * 60)
    grace: int = 0
    counts_outside: bool = True
    needs_note: bool = False

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> Self:
        """From the JSON that `as_json` made."""
        return cls(
            pairs=tuple(Pair(*pair) for pair in held["pairs"]),
            noon=(held["noon"][0], held["noon"][1]),
            grace=held["grace"],
            counts_outside=held["counts_outside"],
            needs_note=held["needs_note"],
        )

    def as_json(self) -> dict[str, Any]:
        pairs = [[one.begins, one.ends, one.earliest, one.latest] for one in self.pairs]
        return {
            "pairs": pairs,
            "noon": list(self.noon),
            "grace": self.grace,
            "counts_outside": self.counts_outside,
            "needs_note": self.needs_note,
        }


def check(pairs: Sequence[Pair], noon: tuple[int, int]) -> None:
    """Raises RuleError unless the times follow each other within one day."""
    if not pairs or len(pairs) > MOST_PAIRS:
        raise RuleError(_("A shift has one to three pairs of times."), field="begins_1")
    free_from = 0
    for number, one in enumerate(pairs, start=1):
        if not one.begins < one.ends:
            text = _("Work ends after it begins; a shift over midnight is not possible.")
            raise RuleError(text, field=f"ends_{number}")
        if not free_from <= one.earliest <= one.begins:
            text = _("The earliest sign-in is before work begins, after the pair before.")
            raise RuleError(text, field=f"earliest_{number}")
        if not one.ends <= one.latest < DAY:
            text = _("The latest sign-out is after work ends, on the same day.")
            raise RuleError(text, field=f"latest_{number}")
        free_from = one.latest
    if not 0 < noon[0] <= noon[1] < DAY:
        raise RuleError(_("The break ends after it begins."), field="noon_until")


def clock(minutes: int) -> str:
    """540 -> "09:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
