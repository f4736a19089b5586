"""Who gets the credit: whom a row names, else the customer's owner, else who imports."""

from typing import NamedTuple

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.importing.people import People as Known
from zhuixiao.customers.importing.people import assignable

from ..outcome import UNKNOWN_PERSON
from ..work import Work
from .customers import Held


class Credit(NamedTuple):
    """With the department of today; a name that is nobody's goes into the note."""

    employee_id: int
    department_id: int
    note: str = ""


class People:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._known = Known(assignable(work.by.employee))
        self._own = Credit(work.by.employee.pk, work.by.employee.department_id)

    def named(self, text: str) -> Employee | None:
        found = self._known.find(text) if text else []
        return found[0] if len(found) == 1 else None

    def credit(self, text: str, customer: Held) -> Credit:
        """A name that is unknown, or several people's, gives the credit to who imports."""
        if found := self.named(text):
            return Credit(found.pk, found.department_id)
        if text:
            self._work.outcome.notes[UNKNOWN_PERSON] += 1
            return self._own._replace(note=text if self._work.setup.keep_names else "")
        if customer.owner_id and customer.department_id:
            return Credit(customer.owner_id, customer.department_id)
        return self._own
