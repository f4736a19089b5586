"""The rules of reports as they are typed: the same fields for each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.forms import ManyField

from .. import rules
from ..choices import ReportKind
from ..rules import Rule, Rules


class RulesForm(forms.Form):
    exempt = ManyField(
        Employee.objects.none(),
        label=_("Need not write"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": "", "class": "form-select"}),
    )

    is_scored = forms.BooleanField(label=_("Readers score reports from 1 to 5"), required=False)

    def __init__(self, data: Any = None, *, held: Rules) -> None:
        super().__init__(data, initial=_initial(held))
        people = Employee.objects.active().order_by("department__path", "pk")
        self.fields["exempt"].queryset = people  # type: ignore[attr-defined]
        for kind in ReportKind:
            self.fields |= _fields(kind.value)

    @property
    def kinds(self) -> list[tuple[object, list[forms.BoundField]]]:
        """Each kind with its fields."""
        names = ("is_wanted", "days", "until", "remind_hours")
        return [
            (kind.label, [self[f"{kind.value}_{name}"] for name in names]) for kind in ReportKind
        ]

    def rules(self) -> Rules:
        """What was typed."""
        values = self.cleaned_data
        typed = {
            kind.value: Rule(
                is_wanted=values[f"{kind.value}_is_wanted"],
                days=values[f"{kind.value}_days"],
                until=values[f"{kind.value}_until"].strftime("%H:%M"),
                remind_hours=values[f"{kind.value}_remind_hours"],
            )
            for kind in ReportKind
        }
        exempt = tuple(sorted(row.pk for row in values["exempt"]))
        return Rules(**typed, exempt=exempt, is_scored=values["is_scored"])


def _fields(kind: str) -> dict[str, forms.Field]:
    return {
        f"{kind}_is_wanted": forms.BooleanField(label=_("Must be written"), required=False),
        f"{kind}_days": forms.IntegerField(
            label=_("Workdays after the period"), min_value=0, max_value=rules.MOST_DAYS
        ),
        f"{kind}_until": forms.TimeField(
            label=_("On time until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        ),
        f"{kind}_remind_hours": forms.IntegerField(
            label=_("Remind so many hours before"), min_value=0, max_value=rules.MOST_HOURS
        ),
    }


def _initial(held: Rules) -> dict[str, Any]:
    found: dict[str, Any] = {"exempt": list(held.exempt), "is_scored": held.is_scored}
    for kind in ReportKind:
        rule = held.of(kind)
        found |= {
            f"{kind.value}_is_wanted": rule.is_wanted,
            f"{kind.value}_days": rule.days,
            f"{kind.value}_until": rules.clock(rule.until),
            f"{kind.value}_remind_hours": rule.remind_hours,
        }
    return found
