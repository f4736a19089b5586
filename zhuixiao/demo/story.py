"""How selling goes at the demo company: whether a customer buys really depends on the contacts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

# The chance that the n-th contact wins: few buy at first sight, most between the 4th and 11th.
WIN = (0.022, 0.015, 0.025, 0.06, 0.075, 0.08, 0.075, 0.07, 0.06, 0.05, 0.045, 0.02, 0.015)
# The chance that the salesperson gives up after the n-th contact: that is where deals leak away.
GIVE_UP = (0.20, 0.17, 0.14, 0.10, 0.08, 0.06, 0.06, 0.06, 0.08, 0.10, 0.12, 0.2, 0.3)
LOSE = 0.03
STAGES = ((1, "first_contact"), (3, "needs_clear"), (5, "proposal"), (7, "negotiation"))


@dataclass
class Story:
    """One customer's life: the days of its contacts and the days it entered stages."""

    added_on: date
    contacts: list[date] = field(default_factory=list)
    stages: list[tuple[date, str]] = field(default_factory=list)
    won_at_contact: int = 0
    next_on: date | None = None

    @property
    def is_won(self) -> bool:
        return self.won_at_contact > 0


def tell(rng: Random, added_on: date, today: date, *, luck: float) -> Story:
    """A life from the day it was added until today; `luck` scales the chance to win (1 is usual)."""
    story = Story(added_on)
    day = _workday(added_on + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 4, 9))), today)
    entered = dict(STAGES)
    number = 0
    while day <= today:
        if number and rng.random() < _left_undone(day, today):
            break
        number += 1
        story.contacts.append(day)
        step = min(number, len(WIN)) - 1
        if number in entered:
            story.stages.append((day, entered[number]))
        if rng.random() < WIN[step] * luck:
            story.won_at_contact = number
            story.stages.append((day, "won"))
            _care(rng, story, day, today)
            return story
        if rng.random() < LOSE:
            story.stages.append((day, "lost"))
            return story
        if rng.random() < GIVE_UP[step]:
            return story
        day = _workday(day + timedelta(days=int(rng.triangular(2, 32, 8))), today)
    story.next_on = day
    return story


def _left_undone(day: date, today: date) -> float:
    """The chance that a planned contact waits still: many of today's, some of the last days'."""
    return {0: 0.5, 1: 0.3, 2: 0.2, 3: 0.15, 4: 0.1, 5: 0.1}.get((today - day).days, 0)


def _care(rng: Random, story: Story, won_on: date, today: date) -> None:
    """After the win somebody keeps in touch, some often, some never."""
    gap = rng.choice((14, 21, 30, 30, 45, 60, 90))
    day = _workday(won_on + timedelta(days=rng.randint(4, gap)), today)
    while day <= today and rng.random() < 0.86:
        story.contacts.append(day)
        day = _workday(day + timedelta(days=int(gap * rng.uniform(0.6, 1.5))), today)
    if day > today:
        story.next_on = day


def _workday(day: date, today: date) -> date:
    """The Monday after a weekend; but today somebody is always at work, so that a look is worth it."""
    if day.weekday() < 5:
        return day
    monday = day + timedelta(days=7 - day.weekday())
    return today if day <= today < monday else monday
