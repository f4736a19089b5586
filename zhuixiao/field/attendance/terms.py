"""What is agreed about when and where somebody works: as computed with, and as kept with a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError

# Minutes of a day. They count from the midnight with which the day of a shift begins: what lies on
# the next day, in a shift over midnight, is above them.
DAY = 24 * 60
MOST_PAIRS = 3
# Metres by which a position may be off in the person's favour, as far as the phone says so.
DOUBT = 100


@dataclass(frozen=True)
class Pair:
    """Coming and leaving, in minutes of the day; punches outside of `earliest` to `latest` do not
    count. The last pair of a shift may end on the next day."""

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

    @property
    def is_over_midnight(self) -> bool:
        """Whether the shift ends on the next day."""
        return bool(self.pairs) and self.pairs[-1].latest >= DAY

    @property
    def reach(self) -> int:
        """The last minute that belongs to the day."""
        return self.pairs[-1].latest if self.is_over_midnight else DAY - 1

    @property
    def pause(self) -> tuple[int, int]:
        """The break as it lies in the shift: of one over midnight it may be on the next day."""
        since, until = self.noon
        is_next = self.is_over_midnight and since < self.pairs[0].begins
        return (since + DAY, until + DAY) if is_next else self.noon

    @property
    def halves(self) -> tuple[int, int]:
        """When the first half of the day ends and the second begins: at the break; in the middle of
        a shift over midnight that has none."""
        if self.is_over_midnight:
            begins, ends = self.pairs[0].begins, self.pairs[-1].ends
            if not begins < self.pause[0] <= self.pause[1] < ends:
                return (begins + ends) // 2, (begins + ends) // 2
        return self.pause

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
    """Raises RuleError unless the times follow each other, the last pair at most until the shift of
    the next day."""
    if not pairs or len(pairs) > MOST_PAIRS:
        raise RuleError(_("A shift has one to three pairs of times."), field="begins_1")
    free_from = 0
    for number, one in enumerate(pairs, start=1):
        is_last = number == len(pairs)
        if not one.begins < one.ends or (one.begins >= DAY or (one.ends >= DAY and not is_last)):
            text = _("Work ends after it begins; only the last pair may end on the next day.")
            raise RuleError(text, field=f"ends_{number}")
        if not free_from <= one.earliest <= one.begins:
            text = _("The earliest sign-in is before work begins, after the pair before.")
            raise RuleError(text, field=f"earliest_{number}")
        is_over_midnight = is_last and one.ends >= DAY
        # A punch belongs to one day: the next one takes what comes from its earliest on.
        if not one.ends <= one.latest < (DAY + pairs[0].earliest if is_over_midnight else DAY):
            text = (
                _("The latest sign-out is after work ends, before the next earliest sign-in.")
                if is_over_midnight
                else _("The latest sign-out is after work ends, on the same day.")
            )
            raise RuleError(text, field=f"latest_{number}")
        free_from = one.latest
    if not 0 < noon[0] <= noon[1] < DAY:
        raise RuleError(_("The break ends after it begins."), field="noon_until")


def clock(minutes: int) -> str:
    """540 -> "09:00"; 1800 -> "next day 06:00"."""
    if minutes >= DAY:
        return _("next day %(time)s") % {"time": clock(minutes - DAY)}
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minute_of(day: date, at: datetime, zone: ZoneInfo) -> int:
    """The minute of an instant, counted from the midnight on which the day begins by the company's
    clock; below 0 before it."""
    local = at.astimezone(zone)
    return (local.date() - day).days * DAY + local.hour * 60 + local.minute
