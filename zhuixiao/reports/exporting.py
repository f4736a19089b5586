"""The numbers of the review as a file, by the ways of every list: limits, approval, audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.sheets import Cell
from zhuixiao.ledger import catalogue
from zhuixiao.sales.exporting.lists import Column, Listing, Params, register

from .choices import ReportKind
from .queries import figures, review, team
from .queries.duty import Duty
from .queries.review import Square
from .queries.whose import Choice

KEY = "reports"


@dataclass(frozen=True)
class Line:
    """A person's period."""

    period: Period
    square: Square


class _Lines:
    """A list that an export walks through."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def count(self) -> int:
        return len(self._lines)

    def iterator(self, chunk_size: int) -> Iterator[Line]:
        return iter(self._lines)


class ReviewForm(forms.Form):
    """What was chosen, in words: for the log and for who has to agree."""

    kind = forms.ChoiceField(label=gettext_lazy("Report"), choices=ReportKind.choices)
    day = forms.CharField(label=gettext_lazy("Last period"))
    count = forms.CharField(label=gettext_lazy("How many periods"))
    of = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)
    q = forms.CharField(required=False)

    def __init__(self, data: Params, *, reader: Employee) -> None:
        super().__init__(data)
        chosen = _choice(data, reader)
        self.fields["of"].choices = [(data.get("of", ""), chosen.names)]  # type: ignore[attr-defined]


def params(kind: ReportKind, period: Period, choice: Choice, words: str) -> dict[str, str]:
    """A choice of the review as the export keeps it."""
    return {
        "kind": kind.value,
        "day": period.start.isoformat(),
        "count": str(choice.number),
        "of": ",".join(choice.keys),
        "q": words,
    }


def _choice(asked: Params, reader: Employee) -> Choice:
    return Choice(
        asked.get("of", "").split(","),
        kind=ReportKind(asked["kind"]),
        count=asked["count"],
        writers=team.writers(reader),
        reader=reader,
    )


def _rows(reader: Employee, asked: Params, _today: date) -> _Lines:
    """Raises RuleError where somebody of the choice is out of the reader's sight by now: without
    them it might mean everybody."""
    kind, choice = ReportKind(asked["kind"]), _choice(asked, reader)
    if set(choice.keys) != set(filter(None, asked.get("of", "").split(","))):
        raise RuleError(_("You no longer see everybody of this choice. Choose anew."))
    last = Period.of(PeriodKind(kind), date.fromisoformat(asked["day"]))
    shown = review.periods(last, choice.number)
    duty = Duty(Company.objects.get(), kind, shown, now=timezone.now())
    people, words = choice.people, asked.get("q", "")
    rows = review.matrix(people, shown, kind, reader=reader, duty=duty, words=words)
    return _Lines([Line(row.period, one) for row in rows for one in row.squares])


def _columns(access: Access) -> list[Column]:
    keys = figures.allowed(team.COLUMNS, access)
    return [
        Column(gettext_lazy("Period"), lambda row: row.period.label()),
        Column(gettext_lazy("Employee"), lambda row: row.square.person.name),
        Column(gettext_lazy("Report"), _state),
        *(Column(str(catalogue.find(key).label), _figure(key)) for key in keys),
    ]


def _state(line: Line) -> str:
    report = line.square.report
    if report is None:
        return _("Missing") if line.square.is_missing else ""
    if not report.is_submitted:
        return _("Draft")
    return _("Late") if report.is_late else _("Submitted")


def _figure(key: str) -> Any:
    def cell(line: Line) -> Cell:
        found = next((one for one in line.square.figures if one.metric == key), None)
        if found is None or found.value is None:
            return None
        return float(to_decimal(found.value)) if found.unit == "money" else found.value

    return cell


def wire() -> None:
    """Called once, in AppConfig.ready()."""
    register(
        Listing(
            key=KEY,
            label=gettext_lazy("Review of reports"),
            module="reports",
            url="reports:review",
            form=lambda reader, asked: ReviewForm(asked, reader=reader),
            rows=_rows,
            columns=_columns,
        )
    )
