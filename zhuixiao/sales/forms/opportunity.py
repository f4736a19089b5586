"""The form of an opportunity."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

from ..actions.opportunity_values import NewOpportunity, WantedLine, state_of
from ..models import Opportunity
from ..queries.stages import Stage
from .opportunity_fields import StageFields, choice_field, line_field


class OpportunityForm(StageFields):
    """The whole of it; `held` is the one that is changed."""

    field_order = (
        *("customer", "name", "stage", "amount", "expected_on", "probability", "contact"),
        *("owner", "next_step", "next_step_on", "competitors", "loss_reason", "note", "version"),
    )

    name = line_field(_("Opportunity"))
    customer = forms.IntegerField(
        label=_("Customer"), required=False, min_value=0, max_value=2**63 - 1
    )
    stage = forms.TypedChoiceField(label=_("Stage"), required=False, coerce=int, empty_value=None)
    owner = choice_field(Employee, _("Owner"), _("Who has the customer"))

    def __init__(
        self,
        *args: Any,
        reader: Employee,
        stages: Sequence[Stage],
        customer: Customer | None,
        held: Opportunity | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["name"].error_messages["required"] = _(
            "Say in a few words what the customer wants."
        )
        people = Employee.objects.active().known_to(reader)
        if held:
            people = people | Employee.objects.filter(pk=held.owner_id)
            del self.fields["customer"], self.fields["stage"]
            if held.loss_reason_id is None:
                del self.fields["loss_reason"]
            self.fields["owner"].empty_label = None  # type: ignore[attr-defined]
            if not held.is_open:
                del self.fields["probability"]
        else:
            del self.fields["loss_reason"]
            box: forms.ChoiceField = self.fields["stage"]  # type: ignore[assignment]
            box.choices = [(row.pk, row.name) for row in stages if row.is_open]
        self.offer(customer, held)
        self.set_rows("owner", people.order_by("department__path", "pk"))

    def new_opportunity(
        self, lines: Sequence[WantedLine], held: Opportunity | None = None
    ) -> NewOpportunity:
        """What was typed, for the action."""
        values = self.cleaned_data
        contact, owner, reason = (values.get(name) for name in ("contact", "owner", "loss_reason"))
        return NewOpportunity(
            name=values["name"],
            customer_id=values.get("customer") or 0,
            stage_id=values.get("stage"),
            contact_id=contact.pk if contact else None,
            owner_id=owner.pk if owner else None,
            amount=values["amount"] or 0,
            probability_bp=_kept(values.get("probability"), held),
            expected_on=values["expected_on"],
            competitor_ids=[row.pk for row in values["competitors"]],
            next_step=values["next_step"],
            next_step_on=values["next_step_on"],
            loss_reason_id=reason.pk if reason else None,
            note=values["note"],
            lines=lines,
        )


def initial_of(opportunity: Opportunity) -> dict[str, Any]:
    """The values with which the form of an opportunity opens."""
    state = state_of(opportunity)
    return {
        **{name: state[name] for name in ("name", "amount", "expected_on", "competitors")},
        **{name: state[name] for name in ("next_step", "next_step_on", "note")},
        "contact": opportunity.contact_id,
        "owner": opportunity.owner_id,
        "loss_reason": opportunity.loss_reason_id,
        "probability": opportunity.probability_bp,
        "version": opportunity.version,
    }


def _kept(probability: int | None, held: Opportunity | None) -> int | None:
    """Emptied is no probability: a new one takes the stage's, a known one keeps its own."""
    return held.probability_bp if probability is None and held else probability
