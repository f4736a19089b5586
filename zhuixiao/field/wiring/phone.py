"""The phone: its own kinds of items, its own pieces of state, its link in the shell."""

from .. import outbox, phone_state
from ..phone_kinds import DONE, RECORD
from ..queries import phone_customers, phone_today


def register() -> None:
    """Called once, in AppConfig.ready()."""
    outbox.register(RECORD)
    outbox.register(DONE)
    phone_state.register("today", phone_today.today)
    phone_state.register("customers", phone_customers.customers)
    phone_state.register("records", phone_customers.records)
