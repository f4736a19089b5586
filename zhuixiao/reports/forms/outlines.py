"""The outline of a report as it is typed: a need for each part, and the figures in their order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.ledger import catalogue

from ..outlines import Outline
from ..parts import Need, Part

_ASKED: list[Part] = [part for part in Part if part != Part.SUMMARY]


class OutlineForm(forms.Form):
    """The order of the figures is the order in which they are sent."""

    metrics = forms.MultipleChoiceField(
        label=_("Figures"),
        required=False,
        help_text=_("In the order in which you choose them."),
        widget=forms.SelectMultiple(attrs={"data-select": "", "class": "form-select"}),
    )

    def __init__(self, data: Any = None, *, held: Outline) -> None:
        needs = {part.value: held.needs[part] for part in _ASKED}
        super().__init__(data, initial={**needs, "metrics": list(held.metrics)})
        labels = {row.key: str(row.label) for row in catalogue.metrics()}
        # Chosen ones first: the browser sends them in the order in which they stand here.
        first = [key for key in held.metrics if key in labels]
        rest = sorted(labels.keys() - set(first), key=lambda key: labels[key])
        choices = [(key, labels[key]) for key in (*first, *rest)]
        self.fields["metrics"].choices = choices  # type: ignore[attr-defined]
        for part in _ASKED:
            self.fields[part.value] = forms.ChoiceField(label=part.label, choices=Need.choices)

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[part.value] for part in _ASKED]

    def outline(self) -> Outline:
        """What was typed."""
        values = self.cleaned_data
        needs: dict[Part, Need] = {part: Need(values[part.value]) for part in _ASKED}
        needs[Part.SUMMARY] = Need.REQUIRED
        return Outline(needs, tuple(values["metrics"]))
