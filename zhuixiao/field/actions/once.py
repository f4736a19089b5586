"""Items of a phone come once, however often they are sent."""

from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..models.captured import Captured
from ..phone.captures import Capture

C = TypeVar("C", bound=Captured)


def in_turn(by: Actor) -> None:
    """Items of one person take turns, so that one sent twice at once is still one."""
    # On SQLite one transaction writes at a time.
    if connection.features.has_select_for_update:
        held = Employee.objects.select_for_update(no_key=True).filter(pk=by.employee.pk)
        held.values_list("pk").get()


def made_before(model: type[C], by: Actor, capture: Capture, number: str = "client_id") -> C | None:
    """The record that the first sending of this item made, in the person's turn; `number` is the
    field that keeps the item's.

    Raises RuleError where somebody else's item has the number.
    """
    if capture.is_first:
        return None
    in_turn(by)
    row = model._default_manager.filter(**{number: capture.client_id}).first()
    if row is not None and row.employee_id != by.employee.pk:
        raise taken()
    return row


def taken() -> RuleError:
    """Numbers are made at random; the phone makes a new one for what is entered anew."""
    return RuleError(_("Somebody else's entry has this number. Enter it anew."), code="not_yours")
