"""A correction of attendance as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..actions.attendance_corrections import REASON_LENGTH


class CorrectionForm(forms.Form):
    day = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_in = forms.TypedChoiceField(
        label=_("What was missing"),
        coerce=lambda value: value == "1",
        choices=[
            ("1", pgettext_lazy("attendance", "Sign in")),
            ("0", pgettext_lazy("attendance", "Sign out")),
        ],
    )
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
