"""Small forms around an order: void, return, credit, settings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..actions.return_lines import Back, NewReturn
from ..choices import ReturnKind
from ..models import OrderLine
from ..preferences import Preferences
from ..written import QUANTITY, plain
from .scaled import PercentFormField, QuantityFormField


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class CreditForm(forms.Form):
    owner = forms.ModelChoiceField(Employee.objects.none(), label=_("Who gets the credit"))

    def __init__(self, data: Any = None, *, reader: Employee, held: Employee) -> None:
        super().__init__(data, initial={"owner": held.pk})
        people: forms.ModelChoiceField[Employee] = self.fields["owner"]  # type: ignore[assignment]
        # Who has it now stands there too, though gone.
        known = Employee.objects.active().known_to(reader) | Employee.objects.filter(pk=held.pk)
        people.queryset = known.order_by("department__path", "pk")
        people.widget.attrs["data-select"] = ""


class ReturnForm(forms.Form):
    """A quantity for each line of which something can come back."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ReturnKind.choices, widget=forms.RadioSelect)
    returned_on = forms.DateField(
        label=_("Returned on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(
        self, data: Any = None, *, lines: Iterable[tuple[OrderLine, int]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        # In the order of the lines, of which only what is left can come back.
        self.held = list(lines)
        for line, left in self.held:
            self.fields[f"line{line.pk}"] = QuantityFormField(
                label=line.name, required=False, initial=None
            )
            self.fields[f"line{line.pk}"].widget.attrs |= {
                "class": "form-control form-control-sm",
                "placeholder": f"0 – {plain(left, QUANTITY)}",
                "aria-label": line.name,
            }

    @property
    def rows(self) -> list[tuple[OrderLine, int, forms.BoundField]]:
        """Each line with what is left of it and its field."""
        return [(line, left, self[f"line{line.pk}"]) for line, left in self.held]

    def new_return(self) -> NewReturn:
        """What was typed, for the action."""
        values = self.cleaned_data
        return NewReturn(
            lines=[
                Back(line.pk, values[f"line{line.pk}"])
                for line, _left in self.held
                if values.get(f"line{line.pk}")
            ],
            returned_on=values["returned_on"],
            reason=values["reason"],
            kind=values["kind"],
        )

    def take_errors(self, errors: dict[str, object], new: NewReturn) -> None:
        """Put what the action says about "lines.0.quantity" at the field of that line."""
        for key, text in errors.items():
            place = key.removeprefix("lines.").partition(".")[0]
            if key.startswith("lines.") and place.isdecimal():
                self.add_error(f"line{new.lines[int(place)].line_id}", str(text))
            else:
                self.add_error(key if key in self.fields else None, str(text))


class PreferencesForm(forms.Form):
    """`prefixes` of all kinds of documents, the usual tax, renewal and winning."""

    tax_bp = PercentFormField(label=_("Usual tax rate (%)"))
    renewal_days = forms.IntegerField(
        label=_("Tell the owner this many days before a contract ends"),
        min_value=0,
        max_value=366,
        help_text=_("0: nobody is told."),
    )
    due_days = forms.IntegerField(
        label=_("An order without a payment plan is due after days"), min_value=0, max_value=366
    )
    wins = forms.BooleanField(label=_("A signed order wins its customer"), required=False)

    def __init__(
        self, data: Any = None, *, kinds: Iterable[tuple[str, Any]], held: Preferences
    ) -> None:
        initial: dict[str, Any] = {
            "tax_bp": held.tax_bp,
            "renewal_days": held.renewal_days,
            "due_days": held.due_days,
            "wins": held.wins,
        }
        super().__init__(data, initial=initial)
        self.kinds = [kind for kind, _label in kinds]
        for kind, label in kinds:
            self.fields[f"prefix_{kind}"] = forms.CharField(
                label=label, max_length=10, initial=held.prefixes.get(kind, kind)
            )

    @property
    def prefixes(self) -> list[forms.BoundField]:
        return [self[f"prefix_{kind}"] for kind in self.kinds]

    def preferences(self) -> Preferences:
        """What was typed; a kind's own prefix needs no setting."""
        values = self.cleaned_data
        given = {kind: values[f"prefix_{kind}"] for kind in self.kinds}
        return Preferences(
            prefixes={kind: prefix for kind, prefix in given.items() if prefix != kind},
            tax_bp=values["tax_bp"],
            wins=values["wins"],
            renewal_days=values["renewal_days"],
            due_days=values["due_days"],
        )


class ClosingForm(forms.Form):
    until = forms.DateField(
        label=_("Closed up to"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Up to this day nobody sends a quote, signs, changes, voids or returns an order, "
            "or books money."
        ),
    )
