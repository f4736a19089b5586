"""What the page of writing offers: sentences to tick, and the text to start with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind
from ..parts import Part
from . import drafting, gathering
from .facts import DayFacts


class Picks(NamedTuple):
    """Sentences under a heading, each to be taken into the text or left out."""

    heading: object
    lines: Sequence[str]


@dataclass(frozen=True)
class Start:
    """`summary` and `plan` are what an empty report begins with; the problems and the help of
    others are only offered, for they may be over."""

    for_summary: Sequence[Picks]
    for_plan: Sequence[Picks]
    for_problems: Sequence[Picks]
    for_help_wanted: Sequence[Picks]
    summary: Sequence[str]
    plan: Sequence[str]

    def offered(self, part: Part) -> Sequence[Picks]:
        """The sentences to tick into a part."""
        found: Sequence[Picks] = getattr(self, f"for_{part.value}")
        return found

    def begun(self, part: Part) -> Sequence[str]:
        """What a part of an empty report begins with."""
        begun = {Part.SUMMARY: self.summary, Part.PLAN: self.plan}
        return begun.get(part, ())


def start(
    person: Employee,
    kind: ReportKind,
    period: Period,
    *,
    facts: DayFacts,
    figures: Sequence[drafting.Sum],
    of: Department | None = None,
) -> Start:
    """A daily begins with its facts, a weekly with its dailies, a monthly with its weeklies; where
    these are missing, with the facts too. What was planned before is offered as done, or again;
    a head is offered the words of those who report to him, also for the report `of` his
    department."""
    parts = gathering.shorter(person, kind, period, of=of)
    told, planned = gathering.told(parts), gathering.planned(parts)
    drafted = drafting.sentences(facts, figures)
    coming = [] if of else drafting.ahead(person, period, reader=person)
    last = gathering.before(person, kind, period, of=of)
    carried = list(last.plan) if last else []
    done = [_("Done: %(line)s") % {"line": line} for line in carried]
    earlier = _("Plan of %(period)s") % {"period": last.period.label()} if last else ""
    from_facts = Picks(_("From the facts"), drafted)
    people = gathering.of_people(person, kind, period, of=of)

    def heard(part: Part) -> list[Picks]:
        """The words of others, and the own ones of shorter reports."""
        others = [Picks(row.subject.name, getattr(row, part.value)) for row in people]
        return others + [Picks(row.period.label(), getattr(row, part.value)) for row in parts]

    return Start(
        for_summary=_filled([*heard(Part.SUMMARY), from_facts, Picks(earlier, done)]),
        for_plan=_filled(
            [
                *heard(Part.PLAN),
                Picks(_("Planned contacts and tasks"), coming),
                Picks(earlier, carried),
            ]
        ),
        for_problems=_filled(heard(Part.PROBLEMS)),
        for_help_wanted=_filled(heard(Part.HELP_WANTED)),
        summary=told or drafted,
        plan=planned or coming,
    )


def _filled(picks: Sequence[Picks]) -> list[Picks]:
    return [one for one in picks if one.lines]
