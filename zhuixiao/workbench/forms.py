"""What the settings' pages of the workbench take."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.letterhead import Letterhead


class LetterheadForm(forms.Form):
    """The shape only; the tax number's check digit is the action's."""

    name = forms.CharField(
        label=_("Legal name"),
        max_length=100,
        help_text=_("As on the business licence."),
    )
    tax_number = forms.CharField(
        label=_("Tax number"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"})
    )
    bank = forms.CharField(label=_("Bank"), max_length=100, required=False)
    account = forms.CharField(
        label=_("Bank account"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPG, PNG or WebP; best with a white or clear background."),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    is_logo_removed = forms.BooleanField(label=_("Without a logo"), required=False)
    footer = forms.CharField(
        label=_("Last lines"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They stand at the end of every document, for example whom to ask."),
    )
    amount_in_words = forms.BooleanField(
        label=_("Totals in capital words as well (for yuan, on Chinese documents)"),
        required=False,
    )

    def values(self) -> Letterhead:
        """What the action takes, beside the logo."""
        given = self.cleaned_data
        names = ("name", "tax_number", "address", "phone", "bank", "account", "footer")
        words = {name: given[name] for name in names}
        return Letterhead(**words, amount_in_words=given["amount_in_words"])
