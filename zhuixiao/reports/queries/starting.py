"""What the page of writing offers: sentences to tick, and the text to start with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind
from . import drafting, gathering
from .facts import DayFacts
from .figures import Figure


class Picks(NamedTuple):
    """Sentences under a heading, each to be taken into the text or left out."""

    heading: object
    lines: Sequence[str]


@dataclass(frozen=True)
class Start:
    """`summary` and `plan` are what an empty report begins with."""

    for_summary: Sequence[Picks]
    for_plan: Sequence[Picks]
    summary: Sequence[str]
    plan: Sequence[str]


def start(
    person: Employee,
    kind: ReportKind,
    period: Period,
    *,
    facts: DayFacts,
    figures: Sequence[Figure],
) -> Start:
    """A daily begins with its facts, a weekly with its dailies, a monthly with its weeklies; where
    these are missing, with the facts too. What was planned before is offered as done, or again;
    a head is offered the words of those who report to him."""
    parts = gathering.shorter(person, kind, period)
    told, planned = gathering.told(parts), gathering.planned(parts)
    drafted = drafting.sentences(facts, figures)
    coming = drafting.ahead(person, period, reader=person)
    last = gathering.before(person, kind, period)
    carried = list(last.plan) if last else []
    done = [_("Done: %(line)s") % {"line": line} for line in carried]
    earlier = _("Plan of %(period)s") % {"period": last.period.label()} if last else ""
    from_facts = Picks(_("From the facts"), drafted)
    people = gathering.of_people(person, kind, period)
    of_people = [Picks(row.employee.name, row.summary) for row in people]
    plans_of_people = [Picks(row.employee.name, row.plan) for row in people]
    of_parts = [Picks(part.period.label(), part.summary) for part in parts]
    plans = [Picks(part.period.label(), part.plan) for part in parts]
    return Start(
        for_summary=_filled([*of_people, *of_parts, from_facts, Picks(earlier, done)]),
        for_plan=_filled(
            [
                *plans_of_people,
                *plans,
                Picks(_("Planned contacts and tasks"), coming),
                Picks(earlier, carried),
            ]
        ),
        summary=told or drafted,
        plan=planned or coming,
    )


def _filled(picks: Sequence[Picks]) -> list[Picks]:
    return [one for one in picks if one.lines]
