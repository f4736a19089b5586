"""One rule about duplicates: what is compared, and what happens at each entrance."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .duplicate_rules import Handling, NameSign, Rule

_AT_API = [(value, label) for value, label in Handling.choices if value != Handling.WARN]
_AT_IMPORT = [
    (Handling.IGNORE, Handling.IGNORE.label),
    (Handling.WARN, _("As chosen at the import")),
    (Handling.BLOCK, _("Never a second customer")),
    (Handling.QUEUE, _("As chosen; a second one goes on the work list")),
]


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
    on_page = forms.ChoiceField(label=_("Typed on a page"), choices=Handling)
    on_api = forms.ChoiceField(
        label=_("Through the API"),
        choices=_AT_API,
    )
    on_import = forms.ChoiceField(label=_("In an import"), choices=_AT_IMPORT)
    in_search = forms.BooleanField(label=_("Used by the search of the whole base"), required=False)

    def __init__(self, data: Any = None, *, rule: Rule | None = None) -> None:
        super().__init__(data, initial=asdict(rule or Rule()))

    def clean(self) -> dict[str, Any]:
        """Refuses a rule that would take all customers of a city for one."""
        given = super().clean() or {}
        if not any(given.get(key) for key in ("name", "phone", "credit_code", "email")):
            raise ValidationError(
                _("Choose what is compared: name, phone, credit code or mail address.")
            )
        return given

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
        choices: dict[str, list[Any]] = {
            "on_page": list(Handling.choices),
            "on_api": list(_AT_API),
            "on_import": list(_AT_IMPORT),
        }
        return [
            (str(self[key].label), str(label))
            for key, options in choices.items()
            for value, label in options
            if value == self.initial[key]
        ]

    def rule(self) -> Rule:
        """What the action takes."""
        return Rule(**self.cleaned_data)
