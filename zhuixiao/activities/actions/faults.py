"""What is wrong with typed values, collected field by field so that all is told at once."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid

from ..choices import Reminder


class Faults:
    """The first message of each field counts."""

    def __init__(self) -> None:
        self.found: dict[str, object] = {}

    def add(self, field: str, text: object) -> None:
        self.found.setdefault(field, text)

    def too_long(self, texts: Iterable[tuple[str, str, int]]) -> None:
        """Look at (field, text, most characters)."""
        for field, text, limit in texts:
            if len(text) > limit:
                self.add(field, _("At most %(limit)d characters.") % {"limit": limit})

    def reminder(self, minutes: int | None) -> None:
        if minutes is not None and minutes not in Reminder:
            self.add("remind_minutes_before", _("Choose one of the list."))

    def customer(self, by: Actor, customer_id: int | None, *, held: int | None) -> None:
        """A customer that the person sees, or the one that the record has already."""
        if customer_id is None or customer_id == held:
            return
        if not Customer.objects.visible_to(by.employee).filter(pk=customer_id).exists():
            self.add("customer", _("Choose a customer."))

    def refuse(self) -> None:
        """Raises Invalid if anything was found."""
        if self.found:
            raise Invalid(self.found)
