"""Forms of leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Employee

from ..actions.leave_requests import REASON_LENGTH, NewLeave
from ..choices.attendance import AskState
from ..leave.counting import Span
from ..models import LeaveType

_MORNING, _NOON = ("0", _("Morning")), ("1", _("Afternoon"))


class _Half(forms.TypedChoiceField):
    def __init__(self, label: Any, *, is_end: bool) -> None:
        # Ending in the morning is ending at noon.
        choices = [("0", _("Afternoon")), ("1", _("Morning"))] if is_end else [_MORNING, _NOON]
        super().__init__(
            label=label, required=False, coerce=lambda value: value == "1", choices=choices
        )


class LeaveForm(forms.Form):
    """A request: from a half of a day to a half of a day."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    type = forms.ModelChoiceField(
        LeaveType.objects.none(), label=pgettext_lazy("leave", "Type"), empty_label=None
    )
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts_at_noon = _Half(pgettext_lazy("leave", "From"), is_end=False)
    end = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_at_noon = _Half(pgettext_lazy("leave", "Until"), is_end=True)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cover = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Who stands in"),
        required=False,
        widget=forms.Select(attrs={"data-select": "", "class": "form-select"}),
    )

    def __init__(
        self, data: Any = None, *, asker: Employee, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        kinds = LeaveType.objects.filter(is_active=True).order_by("position", "pk")
        self.fields["type"].queryset = kinds  # type: ignore[attr-defined]
        known = Employee.objects.active().known_to(asker).exclude(pk=asker.pk)
        covers = known.order_by("department__path", "pk")
        self.fields["cover"].queryset = covers  # type: ignore[attr-defined]

    def new(self) -> NewLeave:
        typed = self.cleaned_data
        halves = bool(typed["starts_at_noon"]), bool(typed["ends_at_noon"])
        return NewLeave(
            type_id=typed["type"].pk,
            span=Span(typed["start"], typed["end"], *halves),
            reason=typed["reason"],
            cover_id=typed["cover"].pk if typed["cover"] else None,
        )


class TeamForm(forms.Form):
    """The filter row of the team's leave; wrong values fall back to all."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *AskState.choices]
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )

    def __init__(self, data: Any, *, people: Any) -> None:
        super().__init__(data)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class _Halves(forms.DecimalField):
    """Days in steps of a half, as a number of halves."""

    def __init__(self, label: Any, *, least: int, required: bool, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=required,
            min_value=least,
            max_value=366,
            decimal_places=1,
            help_text=help_text,
            localize=False,
            widget=forms.NumberInput(attrs={"step": "0.5"}),
        )

    def clean(self, value: Any) -> Any:
        days = super().clean(value)
        if days is None:
            return None
        # The field's own step breaks down over numbers that are none.
        if days * 2 % 1:
            raise forms.ValidationError(_("Whole or half days, please."))
        return int(days * 2)


class GrantForm(forms.Form):
    """Days for somebody, more or fewer."""

    person = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Employee"),
        widget=forms.Select(attrs={"data-select": "", "class": "form-select"}),
    )
    type = forms.ModelChoiceField(
        LeaveType.objects.none(), label=pgettext_lazy("leave", "Type"), empty_label=None
    )
    days = _Halves(_("Days (less than nothing takes them)"), least=-366, required=True)
    note = forms.CharField(
        label=_("Note"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        limited = LeaveType.objects.exclude(yearly_halves=None).order_by("position", "pk")
        self.fields["type"].queryset = limited  # type: ignore[attr-defined]


class TypeForm(forms.Form):
    """A type of leave."""

    name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    yearly_days = _Halves(
        _("Days a year"),
        least=0,
        required=False,
        help_text=_("Empty: as many as are approved. 0: only days that were granted."),
    )
    is_paid = forms.BooleanField(label=pgettext_lazy("leave", "Paid"), required=False)
    allows_halves = forms.BooleanField(label=_("Half days"), required=False)
    counts_every_day = forms.BooleanField(label=_("Days off count too"), required=False)
    is_active = forms.BooleanField(label=_("Can be asked for"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: LeaveType | None) -> None:
        names = ("name", "is_paid", "allows_halves", "counts_every_day", "is_active", "version")
        held: dict[str, Any] = {"is_paid": True, "allows_halves": True, "is_active": True}
        if kind:
            held = {name: getattr(kind, name) for name in names}
            if kind.yearly_halves is not None:
                held["yearly_days"] = f"{kind.yearly_halves / 2:g}"
        super().__init__(data, initial=held)

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        typed = dict(self.cleaned_data)
        return {"yearly_halves": typed.pop("yearly_days"), **typed}
