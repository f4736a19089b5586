"""The small forms around a quote: why it was declined, the mail, the settings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..actions.quote_mailing import Letter
from ..actions.quote_settings import MOST_DAYS
from ..queries.quote_mail import Address
from ..quote_settings import QuoteSettings


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it was declined"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("It goes into the note of the quote, which only colleagues read."),
        error_messages={"required": _("Say why, so that the next quote is better.")},
    )


class MailForm(forms.Form):
    """`addresses` are those of the customer that the person may choose."""

    keys = forms.MultipleChoiceField(
        label=pgettext_lazy("mail", "To"), required=False, widget=forms.CheckboxSelectMultiple
    )
    to = forms.CharField(
        label=_("Other addresses"),
        required=False,
        max_length=1_000,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the document"), choices=settings.LANGUAGES)
    copy = forms.BooleanField(label=_("Send a copy to me"), required=False)
    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any = None, *, addresses: Sequence[Address], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        keys: forms.MultipleChoiceField = self.fields["keys"]  # type: ignore[assignment]
        keys.choices = [(row.key, f"{row.who} · {row.shown}") for row in addresses]
        if not addresses:
            del self.fields["keys"]
            self.fields["to"].label = pgettext_lazy("mail", "To")

    def letter(self) -> Letter:
        """What was typed, for the action."""
        values = self.cleaned_data
        return Letter(
            subject=values["subject"],
            text=values["text"],
            language=values["language"],
            keys=values.get("keys", []),
            to=values["to"],
            copy=values["copy"],
        )


class QuoteSettingsForm(forms.Form):
    valid_days = forms.IntegerField(
        label=_("Days that a new quote is valid"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("0: for ever."),
    )
    terms = forms.CharField(
        label=_("Terms that a new quote starts with"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line; the document numbers them."),
    )

    def settings(self) -> QuoteSettings:
        """What was typed, for the action."""
        values = self.cleaned_data
        return QuoteSettings(valid_days=values["valid_days"], terms=values["terms"])
