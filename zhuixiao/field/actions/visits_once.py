"""Items of a visit come in any order, and name each other by the phone's own numbers."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import day_of

from ..models import Visit
from ..phone.captures import Capture
from .once import taken

# The code of a refusal that ends by itself: the phone keeps the item and sends it again.
WAITS = "waits"
EARLIEST = date(2000, 1, 1)


def company_day(by: Actor, capture: Capture) -> date:
    """The company's calendar day of the moment. Raises RuleError for one before all business."""
    day = day_of(capture.at, by.zone)
    if day < EARLIEST:
        raise RuleError(_("This date is too early."), field="claimed_at")
    return day


def own_visit(by: Actor, client_id: UUID) -> Visit:
    """The person's own visit of this number, locked. Raises RuleError: with the code of waiting
    while its sign-in has not come."""
    visit = Visit.objects.select_for_update(of=("self",)).filter(client_id=client_id).first()
    if visit is None:
        raise RuleError(
            _("The sign-in of this visit has not arrived yet. It is sent again by itself."),
            field="visit",
            code=WAITS,
        )
    if visit.employee_id != by.employee.pk:
        raise taken()
    return visit
