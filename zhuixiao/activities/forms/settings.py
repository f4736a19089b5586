"""Forms of the settings of action records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.rules import ICONS, MOST_DAYS
from ..models import ActivityTypeRule
from ..queries.types import Rule


class RuleForm(forms.ModelForm[ActivityTypeRule]):
    icon = forms.ChoiceField(
        label=_("Icon"), choices=[(name, name) for name in ICONS], widget=forms.RadioSelect
    )

    class Meta:
        model = ActivityTypeRule
        fields = ["counts_as_contact", "needs_transcript", "template", "icon"]
        widgets = {"template": forms.Textarea(attrs={"rows": 5})}

    def rule(self) -> Rule:
        return Rule(**self.cleaned_data)


class StandardForm(forms.Form):
    text = forms.CharField(
        label=_("Entry standard"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DaysForm(forms.Form):
    days = forms.IntegerField(
        label=_("Records can be changed for this many days"), min_value=0, max_value=MOST_DAYS
    )
