"""Forms of stages: what one asks for on entry, and the rule that says so."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.opportunity_moving import Entry
from ..actions.stage_rules import MOST_DAYS
from ..models import Opportunity
from ..queries.stages import Stage
from ..stages import Need
from .opportunity_fields import PercentField, StageFields, day_field


class EntryForm(StageFields):
    """Entering a stage: only the fields that the stage asks for and that are empty, and of one that
    ends it the day. `asked` are the names of these fields."""

    stage = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    closed_on = day_field(_("Closed on"))

    def __init__(
        self,
        *args: Any,
        opportunity: Opportunity,
        stage: Stage,
        asked: Sequence[Need],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        shown = {"stage", "version", *asked}
        if not stage.is_open:
            shown |= {"closed_on", "amount"}
        if stage.is_lost:
            shown |= {"loss_reason", "competitors"}
        if opportunity.lines.exists():
            shown.discard("amount")
        for name in list(self.fields):
            if name not in shown:
                del self.fields[name]
        for name in asked:
            if name in self.fields:
                self.fields[name].required = True
        self.offer(opportunity.customer, opportunity)

    def entry(self) -> Entry:
        """What was said, for the action."""
        values = self.cleaned_data
        contact, reason = values.get("contact"), values.get("loss_reason")
        chosen = values.get("competitors")
        return Entry(
            stage_id=values["stage"],
            amount=values.get("amount"),
            expected_on=values.get("expected_on"),
            contact_id=contact.pk if contact else None,
            loss_reason_id=reason.pk if reason else None,
            competitor_ids=None if chosen is None else [row.pk for row in chosen],
            next_step=values.get("next_step"),
            next_step_on=values.get("next_step_on"),
            note=values.get("note"),
            closed_on=values.get("closed_on"),
        )


class StageRuleForm(forms.Form):
    probability = PercentField(label=_("Probability (%)"))
    stale_days = forms.IntegerField(
        label=_("Stale after days"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("0: never. Counted from the last change of the opportunity."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Asked for on entry"),
        required=False,
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stage.is_open:
            # Won is certain and lost is over, whatever anybody says.
            del self.fields["probability"], self.fields["stale_days"]
        if not stage.is_lost:
            box: forms.MultipleChoiceField = self.fields["needs"]  # type: ignore[assignment]
            box.choices = [row for row in Need.choices if row[0] != Need.LOSS_REASON]
