"""What people note about a person's consent, the word that confirms an erasure, and how long what
is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company

from . import keeping
from .actions.consenting import LENGTH, Said
from .choices import ConsentPurpose, ConsentWay


class ConsentForm(forms.Form):
    """One note."""

    purpose = forms.ChoiceField(label=_("Consent for"), choices=ConsentPurpose.choices)
    is_given = forms.ChoiceField(
        label=_("The person"),
        choices=[("yes", _("agrees")), ("no", _("withdraws it"))],
    )
    way = forms.ChoiceField(label=_("Way"), choices=ConsentWay.choices)
    on = forms.DateField(
        label=_("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    about = forms.CharField(
        label=_("In words"),
        max_length=LENGTH,
        required=False,
        help_text=_("Which message, which event; needed for something else."),
    )

    def said(self) -> Said:
        """What the action takes."""
        given: dict[str, Any] = self.cleaned_data
        return Said(
            purpose=given["purpose"],
            is_given=given["is_given"] == "yes",
            way=given["way"],
            on=given["on"],
            about=given["about"],
        )


class ErasureForm(forms.Form):
    """The name, typed once more."""

    confirmation = forms.CharField(
        label=_("Type the name to confirm"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class KeepingForm(forms.Form):
    """A number of days for each kind; empty is for ever, where that may be."""

    def __init__(self, data: Any = None, *, company: Company) -> None:
        super().__init__(
            data,
            initial={keep.key: keeping.days_of(company, keep.key) for keep in keeping.all_kinds()},
        )
        for keep in keeping.all_kinds():
            empty = {"placeholder": _("for ever")} if keep.forever else {}
            self.fields[keep.key] = forms.IntegerField(
                label=str(keep.label),
                help_text=str(keep.hint),
                required=not keep.forever,
                min_value=keep.least,
                max_value=keeping.MOST_DAYS,
                widget=forms.NumberInput(attrs=empty),
            )
