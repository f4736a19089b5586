"""The filters of visits and photos, and the forms of a route."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.spans import Span, SpanForm

from ..queries.visits_lists import Chosen
from ..tracks.days import is_possible

USUAL_DAYS, MOST_DAYS = 30, 730
_STATES = [
    ("", _("All visits")),
    ("verified", _("Verified")),
    ("unverified", _("Not verified")),
    ("outside", _("Not at the customer")),
    ("open", _("At work there")),
    ("unsigned", _("Not signed out")),
    ("detached", _("Customer had gone to somebody else")),
]


class PhotoFilter(SpanForm):
    """Wrong values fall back to the whole; `reader` chooses among whom he may know."""

    spans = (
        Span.ALL,
        Span.TODAY,
        Span.YESTERDAY,
        Span.WEEK,
        Span.LAST_WEEK,
        Span.MONTH,
        Span.LAST_MONTH,
        Span.OTHER,
    )

    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )
    customer = forms.ModelChoiceField(Customer.objects.none(), required=False)

    def __init__(self, data: object, *, reader: Employee) -> None:
        super().__init__(data)
        _offer(self, "person", known(reader))
        _offer(self, "customer", Customer.objects.visible_to(reader))

    def chosen(self, today: date) -> Chosen:
        """What the query understands."""
        self.full_clean()
        values = self.cleaned_data
        return Chosen(
            period=self.period(today),
            person=values.get("person"),
            customer=values.get("customer"),
            state=values.get("state", ""),
        )


class VisitFilter(PhotoFilter):
    state = forms.ChoiceField(label=_("State"), choices=_STATES, required=False)


class GapFilter(forms.Form):
    """Whom nobody visited: since how many days, of which importance, whose."""

    days = forms.IntegerField(label=_("Days"), required=False, min_value=1, max_value=MOST_DAYS)
    importance = forms.ModelChoiceField(
        Option.objects.none(),
        label=_("Importance"),
        required=False,
        empty_label=_("Any importance"),
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Owner"), required=False, empty_label=_("Everybody")
    )

    def __init__(self, data: object, *, reader: Employee) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        _offer(self, "importance", Option.objects.of(PickList.IMPORTANCE))
        _offer(self, "person", known(reader))

    def asked(self) -> dict[str, Any]:
        """For the query; wrong values fall back to the usual ones."""
        self.full_clean()
        values = self.cleaned_data
        return {
            "days": values.get("days") or USUAL_DAYS,
            "importance": values.get("importance"),
            "owner": values.get("person"),
        }


class RouteForm(forms.Form):
    """Whose day a page shows; a wrong one is the reader's own today."""

    day = forms.DateField(required=False)
    person = forms.ModelChoiceField(Employee.objects.none(), required=False)

    def __init__(self, data: object, *, people: Any) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        _offer(self, "person", people)

    def whose(self, person: Employee, today: date) -> tuple[Employee, date]:
        self.full_clean()
        values = self.cleaned_data
        day = values.get("day")
        return values.get("person") or person, day if day and is_possible(day) else today


class StopForm(forms.Form):
    """A customer to visit on a day."""

    customer = forms.IntegerField(label=_("Customer"), min_value=1, max_value=2**63 - 1)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Who goes there"), required=False, empty_label=None
    )
    note = forms.CharField(label=_("What for"), required=False, max_length=200)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "person", people)


def known(reader: Employee) -> Any:
    """Whom a filter offers."""
    return Employee.objects.known_to(reader).order_by("-is_active", "department__path", "pk")


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field: Any = form.fields[name]
    field.queryset = rows
