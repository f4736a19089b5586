"""Set-up, log-in, second factor, setting a password."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD = {"autocomplete": "new-password", "minlength": "10"}
ONE_TIME_CODE = {"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false"}


def zone_choices() -> list[tuple[str, str]]:
    """The named zones of the world, "Area/City"."""
    return [(name, name) for name in sorted(available_timezones()) if "/" in name[1:]]


class NewPasswordForm(forms.Form):
    """A new password, typed twice; whether it is good is for the action to say."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        help_text=_("At least 10 characters. No birthdays, phone numbers or names."),
    )
    again = forms.CharField(
        label=_("Password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("again") and data.get("password") != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class SetupForm(NewPasswordForm):
    name = forms.CharField(
        label=_("Company name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": ""}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial="Asia/Shanghai",
        widget=forms.Select(attrs={"data-select": ""}),
        help_text=_("It decides when a day begins, in every report."),
    )
    boss_name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Log-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    field_order = ("name", "time_zone", "boss_name", "username", "password", "again")


class LoginForm(forms.Form):
    username = forms.CharField(
        label=_("Log-in name, phone or mail address"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": "", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=30,
        widget=forms.TextInput(attrs={**ONE_TIME_CODE, "inputmode": "text"}),
    )


class EnrolForm(forms.Form):
    """The first code of the phone, and the password again."""

    code = forms.CharField(
        label=_("The 6 digits that the app shows"),
        max_length=6,
        widget=forms.TextInput(attrs={**ONE_TIME_CODE, "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ForgotForm(forms.Form):
    email = forms.EmailField(
        label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
