"""The phone: its own kinds of items, its own pieces of state, its link in the shell."""

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.navigation import NavItem
from zhuixiao.kit.navigation import register as link

from ..phone import outbox
from ..phone import state as phone_state
from ..phone.kinds import DONE, RECORD
from ..queries import phone_customers, phone_today


def register() -> None:
    """Called once, in AppConfig.ready()."""
    outbox.register(RECORD)
    outbox.register(DONE)
    phone_state.register("today", phone_today.today)
    phone_state.register("customers", phone_customers.customers)
    phone_state.register("records", phone_customers.records)
    link(
        NavItem(
            "nearby",
            _("Customers nearby"),
            "map-2",
            "field:nearby",
            57,
            module="customers",
            within="visits",
        )
    )
