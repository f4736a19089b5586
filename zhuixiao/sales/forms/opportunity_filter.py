"""The filters of board, list and forecast of opportunities."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.spans import Span, period_of
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.kit.typed import whole

from ..metrics import OPPORTUNITIES
from ..models import Opportunity
from ..queries.opportunities import SORTS, OpportunityFilter, State
from ..queries.stages import Stage
from ..queries.whose import people_within, units_within

MINE, EVERYBODY = "mine", "all"


class Due(TextChoices):
    """When they are expected to close."""

    OVERDUE = "overdue", _("Overdue")
    MONTH = Span.MONTH.value, Span.MONTH.label
    NEXT_MONTH = "next_month", _("Next month")
    QUARTER = Span.QUARTER.value, Span.QUARTER.label
    YEAR = Span.YEAR.value, Span.YEAR.label
    NONE = "none", _("Without a day")
    OTHER = Span.OTHER.value, Span.OTHER.label


class Shown(TextChoices):
    OPEN = State.OPEN.value, pgettext_lazy("opportunities", "Open")
    STALE = State.STALE.value, pgettext_lazy("opportunities", "Stale")
    WON = State.WON.value, pgettext_lazy("opportunities", "Won")
    LOST = State.LOST.value, pgettext_lazy("opportunities", "Lost")
    ALL = State.ALL.value, pgettext_lazy("opportunities", "All")


class OpportunityFilterForm(forms.Form):
    """Wrong values fall back to the whole: a filter refuses nobody.

    `of` is "mine", "all", "p7" for a person or "d3" for a department; unless something is asked it
    is "mine" for who has open ones or sees no others.
    """

    q = forms.CharField(
        label=_("Opportunity, customer or next step"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    of = forms.ChoiceField(label=_("Whose"), required=False)
    due = forms.ChoiceField(
        label=_("Expected close"), required=False, choices=[("", _("Any day")), *Due.choices]
    )
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=Shown.choices)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    sort = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any, *, reader: Employee, stages: list[Stage]) -> None:
        values = data.copy()
        self.is_filtered = any(values.get(name) for name in ("q", "due", "stage", "state"))
        self._people, self._units = _known(reader)
        if not values.get("of"):
            values["of"] = MINE if _is_mine(reader) else EVERYBODY
        self.reader = reader
        # The filters as they hold, for links that keep them.
        self.asked: Any = values
        super().__init__(values)
        self._fill("of", self._owners())
        every = [("", _("All stages")), *((str(row.pk), row.name) for row in stages)]
        self._fill("stage", every)
        for name in ("of", "state", "stage"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def chosen(self, today: date) -> OpportunityFilter:
        """What is asked for."""
        self.full_clean()
        values = self.cleaned_data
        of, due = values.get("of") or EVERYBODY, values.get("due", "")
        state = values.get("state")
        return OpportunityFilter(
            owner=self.reader if of == MINE else self._people.get(_id(of, "p")),
            department=self._units.get(_id(of, "d")),
            due=self._due(due, today),
            no_day=due == Due.NONE,
            stage=whole(values.get("stage") or "") or None,
            text=values.get("q", ""),
            state=State(state) if state else State.OPEN,
        )

    @property
    def sorted_by(self) -> str:
        """A key of SORTS, with "-" before it for the other direction."""
        sort = self.cleaned_data.get("sort", "")
        return sort if sort.removeprefix("-") in SORTS else "expected"

    def _owners(self) -> list[tuple[Any, Any]]:
        """For who sees only the own ones there is nothing to choose."""
        if self.reader.access.scope(OPPORTUNITIES) == DataScope.OWN:
            return [(MINE, _("Mine")), (EVERYBODY, _("All that I see"))]
        units = [(f"d{pk}", "\u3000" * row.depth + row.name) for pk, row in self._units.items()]
        people = [(f"p{pk}", row.name) for pk, row in self._people.items()]
        return [
            (MINE, _("Mine")),
            (EVERYBODY, _("Everybody")),
            (_("Departments"), units),
            (_("People"), people),
        ]

    def _due(self, due: str, today: date) -> Period | None:
        if due == Due.OVERDUE:
            return Period(date(2000, 1, 1), today - timedelta(days=1))
        if due == Due.OTHER:
            # What is to come has no last day, so unlike in other filters a missing one is none.
            start = self.cleaned_data.get("start") or date(2000, 1, 1)
            end = self.cleaned_data.get("end") or date(2099, 12, 31)
            return Period(min(start, end), max(start, end))
        if due == Due.NEXT_MONTH:
            month = Period.of(PeriodKind.MONTH, today)
            return Period.of(PeriodKind.MONTH, month.end + timedelta(days=1))
        return period_of(Span(due), today=today) if due in Span else None

    def _fill(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _id(text: str, letter: str) -> int:
    return (whole(text[1:]) or 0) if text.startswith(letter) else 0


def _is_mine(reader: Employee) -> bool:
    if reader.access.scope(OPPORTUNITIES) == DataScope.OWN:
        return True
    return Opportunity.objects.open().filter(owner=reader).exists()


def _known(reader: Employee) -> tuple[dict[int, Employee], dict[int, Department]]:
    """People and departments within the reader's scope."""
    active = people_within(reader, OPPORTUNITIES).filter(is_active=True)
    people = active.order_by("department__path", "pk")
    units = units_within(reader, OPPORTUNITIES).filter(closed_at=None)
    return {row.pk: row for row in people}, {row.pk: row for row in in_tree_order(units)}
