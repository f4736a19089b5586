"""The form of a type of visits, with a row for each step."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.visit_types import LABEL_LENGTH, MOST_STEPS, NAME_LENGTH, TypeValues
from ..choices.visits import PhotosFrom, StepKind
from ..models import VisitType
from ..visits.nearness import LARGEST_FENCE, SMALLEST_FENCE
from ..visits.steps import Step

# Empty rows below the steps that are there: as many can be added at a time.
_FREE_ROWS = 3


class StepForm(forms.Form):
    """One step; a row without words is no step."""

    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    label = forms.CharField(label=_("What is to be done"), required=False, max_length=LABEL_LENGTH)
    kind = forms.ChoiceField(label=_("Kind"), choices=StepKind.choices)
    is_required = forms.BooleanField(label=_("Required"), required=False)
    place = forms.IntegerField(label=_("Step number"), required=False, min_value=1, max_value=99)


class VisitTypeForm(forms.Form):
    """Name, fence, photos; its `rows` are the steps."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    fence = forms.IntegerField(
        label=_("Allowed distance in metres"),
        help_text=_("Who signs in farther away says why; it is marked, never refused."),
        min_value=SMALLEST_FENCE,
        max_value=LARGEST_FENCE,
    )
    photos_from = forms.ChoiceField(
        label=_("Photos from"),
        help_text=_("With only the camera, a picture that is older than 10 minutes is marked."),
        choices=PhotosFrom.choices,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, type_: VisitType | None) -> None:
        self._type = type_ or VisitType()
        names = ("name", "fence", "photos_from")
        super().__init__(data, initial={name: getattr(self._type, name) for name in names})
        held = [
            {**step.plain(), "place": place + 1} for place, step in enumerate(self._type.all_steps)
        ]
        rows = forms.formset_factory(
            StepForm, extra=_FREE_ROWS, max_num=MOST_STEPS, absolute_max=MOST_STEPS + _FREE_ROWS
        )
        self.rows = rows(data, initial=held, prefix="steps")

    def is_valid(self) -> bool:
        return super().is_valid() and self.rows.is_valid()

    def values(self) -> TypeValues:
        """What the action takes: rows with words, by their place and then as they stood."""
        filled = [row for row in (form.cleaned_data for form in self.rows) if row.get("label")]
        filled.sort(key=lambda row: row.get("place") or MOST_STEPS + 1)
        steps = [Step(row["key"], row["label"], row["kind"], row["is_required"]) for row in filled]
        values = self.cleaned_data
        return TypeValues(values["name"], values["fence"], values["photos_from"], steps)
