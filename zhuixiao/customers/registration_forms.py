"""What an agent tells about a customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.registering import MOST_DAYS, Report


class ReportForm(forms.Form):
    """Enough to know the customer again, and what the project is."""

    name = forms.CharField(label=_("Customer"), max_length=120, strip=True)
    phone = forms.CharField(label=_("Phone"), max_length=120, required=False, strip=True)
    credit_code = forms.CharField(label=_("Credit code"), max_length=18, required=False, strip=True)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False, strip=True)
    note = forms.CharField(
        label=_("Project"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What for, how much, until when: who decides between two reads this."),
    )

    def report(self) -> Report:
        """What the action takes."""
        given = self.cleaned_data
        values: dict[str, Any] = {"name": given["name"]}
        values |= {key: given[key] for key in ("phone", "credit_code") if given[key]}
        contacts = ({"name": given["contact"]},) if given["contact"] else ()
        return Report(values, given["note"], contacts)


class DaysForm(forms.Form):
    """How long a report protects."""

    days = forms.IntegerField(label=_("Protected for days"), min_value=1, max_value=MOST_DAYS)
