"""The limits a day of every role, and the watermark."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company, Role

from .queries.guarding import WATERMARK, Limits, limits_of_role

_MOST = 1_000_000
LABELS = {
    "views": _("Opened customers"),
    "reveals": _("Revealed numbers"),
    "exports": _("Exports"),
    "rows": _("Exported customers"),
}


class GuardingForm(forms.Form):
    """One number for each role and kind; empty is without a limit."""

    watermark = forms.ChoiceField(
        label=_("Watermark with name and day"),
        required=False,
        choices=[
            ("", _("None")),
            ("screen", _("On the screen")),
            ("print", _("On paper")),
            ("both", _("On the screen and on paper")),
        ],
    )

    def __init__(self, data: Any = None, *, company: Company) -> None:
        super().__init__(data, initial={"watermark": company.settings.get(WATERMARK, "")})
        self._roles = list(Role.objects.order_by("-rank", "pk"))
        for role in self._roles:
            held = limits_of_role(company, role)
            for name, label in LABELS.items():
                self.fields[f"{name}_{role.pk}"] = forms.IntegerField(
                    label=f"{role.name}: {label}",
                    required=False,
                    min_value=0,
                    max_value=_MOST,
                )
                self.initial[f"{name}_{role.pk}"] = getattr(held, name)

    @property
    def rows(self) -> list[tuple[Role, list[forms.BoundField]]]:
        """The table of the page."""
        return [(role, [self[f"{name}_{role.pk}"] for name in LABELS]) for role in self._roles]

    def limits(self) -> dict[int, Limits]:
        """What the action takes."""
        return {
            role.pk: Limits(
                **{
                    field.name: self.cleaned_data[f"{field.name}_{role.pk}"]
                    for field in fields(Limits)
                }
            )
            for role in self._roles
        }
