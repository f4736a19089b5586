"""One rule about duplicates: what is compared, and what happens at each entrance."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .duplicate_rules import Handling, NameSign, Rule

_Choices = list[tuple[str, Any]]
_ON_PAGE: _Choices = list(Handling.choices)
_ENTRANCES: dict[str, _Choices] = {
    "on_page": _ON_PAGE,
    # Nobody is there to be warned.
    "on_api": [choice for choice in _ON_PAGE if choice[0] != Handling.WARN],
    "on_import": [
        (Handling.IGNORE.value, Handling.IGNORE.label),
        (Handling.WARN.value, _("As chosen at the import")),
        (Handling.BLOCK.value, _("Never a second customer")),
        (Handling.QUEUE.value, _("As chosen; a second one goes on the work list")),
    ],
}


class DuplicateRuleForm(forms.Form):
    """All that is chosen must agree."""

    name = forms.ChoiceField(
        label=_("Name"),
        required=False,
        choices=[("", pgettext_lazy("duplicates", "is not compared")), *NameSign.choices],
    )
    phone = forms.BooleanField(label=_("Phone, also of a contact"), required=False)
    credit_code = forms.BooleanField(label=_("Credit code"), required=False)
    email = forms.BooleanField(label=_("Mail address"), required=False)
    city = forms.BooleanField(label=_("City of the region"), required=False)
    on_page = forms.ChoiceField(label=_("Typed on a page"), choices=_ENTRANCES["on_page"])
    on_api = forms.ChoiceField(
        label=_("Through the API"),
        choices=_ENTRANCES["on_api"],
    )
    on_import = forms.ChoiceField(label=_("In an import"), choices=_ENTRANCES["on_import"])
    in_search = forms.BooleanField(label=_("Used by the search of the whole base"), required=False)

    def __init__(self, data: Any = None, *, rule: Rule | None = None) -> None:
        super().__init__(data, initial=asdict(rule or Rule()))

    @property
    def compared(self) -> list[str]:
        """What the rule compares, in words."""
        held = self.initial
        sign = held["name"] and f"{self['name'].label}: {NameSign(held['name']).label}"
        keys = [key for key in ("phone", "credit_code", "email", "city") if held[key]]
        return [*filter(None, [sign]), *(str(self[key].label) for key in keys)]

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What happens at each entrance, in words."""
        return [
            (str(self[key].label), str(dict(choices)[self.initial[key]]))
            for key, choices in _ENTRANCES.items()
        ]

    def rule(self) -> Rule:
        """What the action takes."""
        return Rule(**self.cleaned_data)
