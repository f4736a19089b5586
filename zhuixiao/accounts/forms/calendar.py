"""A special day as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

REST, WORK = "rest", "work"


class SpecialDayForm(forms.Form):
    day = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    what = forms.ChoiceField(
        label=_("What it is"),
        choices=[(REST, _("Day off")), (WORK, _("Workday"))],
        initial=REST,
    )
    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
