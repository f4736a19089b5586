"""The digest of reports: what the chosen people did and wrote, and who wrote nothing."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.templatetags.numbers import figure
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.notices.message import Message, Part
from zhuixiao.notices.sources import Occasion, Subjects

from ..choices import ReportKind
from ..parts import Part as Written
from . import figures, review, team, told
from .duty import Duty
from .review import Row, Square
from .whose import Choice

# So many reports stand in a message; how many more there are is said.
MOST = 100
# So many names in a line.
NAMES = 30


def subjects(reader: Employee) -> Subjects:
    """Departments, groups and people whose reports the reader may read."""
    return _choice("", ReportKind.DAY, reader).offered


def compose(occasion: Occasion) -> Message | None:
    """The reports of the days, by person; None if there is nothing to say or the subject is gone.

    In as many questions however many people there are.
    """
    kind, reader = ReportKind(occasion.kind.value), occasion.reader
    choice = _choice(occasion.subject, kind, reader)
    if occasion.subject and not choice.keys:
        return None
    people = choice.people
    shown = _periods(occasion)
    duty = Duty(Company.objects.get(), kind, shown, now=occasion.now)
    rows = review.matrix(people, shown, kind, reader=reader, duty=duty)
    parts = list(_parts(rows, _together(people, occasion)))
    if not parts:
        return None
    of = choice.names or _("everybody")
    values = {"kind": kind.label, "period": occasion.covers.label(), "of": of}
    path = review_path(kind, occasion.covers, [occasion.subject] if occasion.subject else [])
    return Message(_("%(kind)s %(period)s: %(of)s") % values, parts, path)


def review_path(kind: ReportKind, covers: Period, of: Sequence[str]) -> str:
    """The page that shows the same."""
    asked = [("kind", kind.value), ("day", covers.end.isoformat()), *(("of", key) for key in of)]
    return f"{reverse('reports:review')}?{urlencode(asked)}"


def _together(people: Sequence[Employee], occasion: Occasion) -> Iterator[Part]:
    """The figures of those whose records the reader sees: he may read words of others too."""
    reader, keys = occasion.reader, team.columns(occasion.reader)
    seen = [one.pk for one in people if all(figures.sees(key, one, reader) for key in keys)]
    where = {Dimension.EMPLOYEE: seen}
    if seen and (lines := told.totals(keys, occasion.covers, reader=reader, where=where)):
        yield Part(_("Together (%(n)d people)") % {"n": len(seen)}, lines)


def _parts(rows: Sequence[Row], together: Iterator[Part]) -> Iterator[Part]:
    yield from together
    squares = [(row.period, one) for row in rows for one in row.squares]
    done = [pair for pair in squares if pair[1].report and pair[1].report.is_submitted]
    absent = [one.person.name for row in rows for one in row.squares if one.is_missing]
    if absent:
        heading = _("Not written: %(n)d") % {"n": len(absent)}
        yield Part(heading, [told.names(absent, most=NAMES)])
    if late := [one.person.name for _period, one in done if one.report and one.report.is_late]:
        yield Part(_("Late: %(n)d") % {"n": len(late)}, [told.names(late, most=NAMES)])
    several = len(rows) > 1
    for period, one in done[:MOST]:
        yield _of_person(period, one, several=several)
    if len(done) > MOST:
        yield Part(_("%(n)d more reports") % {"n": len(done) - MOST})
    if not done and not absent and any(one.is_wanted for _period, one in squares):
        yield Part(_("No report is written yet; all are still in time."))


def _of_person(period: Period, square: Square, *, several: bool) -> Part:
    report = square.report
    if report is None:
        raise ValueError("a part of a report needs one")
    numbers = " · ".join(
        f"{catalogue.find(cell.metric).label} {figure(cell.value, cell.unit)}"
        for cell in square.figures
        if cell.value
    )
    who = f"{square.person.name} {period.label()}" if several else square.person.name
    heading = f"{who} · {numbers}" if numbers else who
    lines: list[str] = []
    for part, sentences in report.written:
        if part != Written.SUMMARY:
            lines.append(str(part.label))
        lines += [f"{number}. {line}" for number, line in enumerate(sentences, start=1)]
    return Part(heading, lines, f"/reports/{report.pk}/")


def _periods(occasion: Occasion) -> list[Period]:
    """The periods of the occasion, the last first."""
    return occasion.covers.split(PeriodKind(occasion.kind))[::-1]


def _choice(subject: str, kind: ReportKind, reader: Employee) -> Choice:
    writers = team.writers(reader)
    of = [subject] if subject else []
    return Choice(of, kind=kind, count="", writers=writers, reader=reader)
