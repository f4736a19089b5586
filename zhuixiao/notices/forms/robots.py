"""A robot as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RobotForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        help_text=_("In the group: settings, group robots, add, custom robot; copy its address."),
    )
    secret = forms.CharField(
        label=_("Secret for signing"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Only where the robot of DingTalk or Feishu asks for a signature."),
    )
