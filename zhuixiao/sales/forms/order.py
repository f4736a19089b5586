"""The form of an order: new, as a draft, or a change of a signed one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option

from ..actions.lines import NewLine
from ..actions.values import NewOrder
from .paper import PaperForm, day, pk_of, plain

_DAYS = ("signed_on", "starts_on", "ends_on", "delivery_on")


class OrderForm(PaperForm):
    """Shape only: the actions know the rules. `customer` is the one that the form is about."""

    SHOWN = (*PaperForm.SHOWN, *_DAYS, "type")

    type = forms.ModelChoiceField(
        Option.objects.none(), label=_("Type"), required=False, empty_label="—"
    )
    signed_on = day(_("Signed on"), required=True)
    starts_on = day(_("Starts on"))
    ends_on = day(_("Ends on"))
    delivery_on = day(_("Delivery promised for"))
    reason = plain(_("Reason of the change"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("type", Option.objects.of(PickList.ORDER_TYPE).in_use())

    def new_order(self, lines: list[NewLine]) -> NewOrder:
        """What was typed, for the action; where a draft came from stays with its customer."""
        values = self.values()
        if self.held and self.held.customer_id == values["customer_id"]:
            values |= {name: getattr(self.held, name) for name in ("quote_id", "follows_id")}
        days = {name: self.cleaned_data[name] for name in _DAYS}
        type_id = pk_of(self.cleaned_data["type"])
        return NewOrder(lines=lines, type_id=type_id, **days, **values)
