"""Changing what was signed: with a reason, never below what was done on it, and agreed to again."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from .. import closing
from ..models import Order, OrderVersion
from ..recording import content
from . import replanning, settling, signing
from .ordering import PAPERS, locked, log, repost, set_sums, set_terms
from .replanning import Plan
from .values import NewOrder, check_links, check_words, checked_currency

_REASON = 200


@dataclass(frozen=True)
class Changed:
    """The order, and what was asked instead of changing it at once."""

    order: Order
    request: Request | None = None


@transaction.atomic
def change(
    *, by: Actor, order: Order, new: NewOrder, reason: str, version: int | None = None
) -> Changed:
    """Agree on other terms or lines; what stood there before is kept as a version.

    New sums never fall below what was paid, invoiced, planned or returned, new quantities never
    below what was shipped or returned. Where money or type change and a flow asks for it, nothing
    happens before the yes. Customer, number and credit stay. Raises NotAllowed, Invalid, Conflict,
    RuleError.
    """
    by.employee.access.check("orders", "edit")
    held = locked(by, order, version=version)
    if not held.is_in_force:
        raise RuleError(_("Only a signed order is changed; a draft is edited."))
    if held.request is not None and held.request.is_open:
        raise RuleError(_("Somebody is deciding about a change of this order already."))
    why = _reason(reason)
    plan = _planned(by, held, new)
    if plan.moves_money or new.type_id != held.type_id:
        request = signing.ask(
            by,
            held,
            terms=signing.Terms(plan.counted.amount, plan.currency, new.type_id),
            title=gettext_noop(
                "%(asker)s wants to change order %(number)s to %(amount)s %(currency)s"
            ),
            payload={
                "order": held.pk,
                "change": new.as_json(),
                "reason": why,
                "versions": held.versions.count(),
            },
            facts=plan.facts,
        )
        if request is not None:
            held.request = request
            held.version += 1
            held.save(update_fields=["request", "version"])
            log(by, "ask", held)
            return Changed(held, request)
    _write(by, held, plan, why)
    return Changed(held)


def grant(by: Actor, payload: Any) -> None:
    """Everybody has agreed to a change. Raises RuleError where it does not fit any more."""
    rows = Order.objects.select_for_update(of=("self",)).select_related("customer")
    held = rows.get(pk=payload["order"])
    if not held.is_in_force or held.versions.count() != payload["versions"]:
        raise RuleError(_("The order was changed meanwhile. Reject it, and let it be asked again."))
    plan = _planned(by, held, NewOrder.of_json(payload["change"]))
    _write(by, held, plan, payload["reason"])


def preview(order: Order, new: NewOrder) -> Plan | None:
    """What a change that waits would come to; None where it does not fit any more."""
    try:
        currency, rate_e6 = checked_currency(new.currency, new.rate_e6)
        return replanning.plan(order, new, currency=currency, rate_e6=rate_e6)
    except RuleError:
        return None


def _planned(by: Actor, held: Order, new: NewOrder) -> Plan:
    """What the change comes to, if all of it may be. Raises Invalid, RuleError."""
    check_words(new, today=by.today)
    currency, rate_e6 = checked_currency(new.currency, new.rate_e6)
    check_links(
        customer=held.customer, contact_id=new.contact_id, opportunity_id=new.opportunity_id
    )
    plan = replanning.plan(held, new, currency=currency, rate_e6=rate_e6)
    if plan.moves_money:
        closing.check_open(held.signed_on, new.signed_on, field="signed_on")
    return plan


def _write(by: Actor, held: Order, plan: Plan, reason: str) -> None:
    before = PAPERS.logged_values(held)
    ended = held.ends_on
    _keep(by, held, plan, reason)
    set_terms(held, plan.new, currency=plan.currency, rate_e6=plan.rate_e6)
    set_sums(held, plan.counted)
    if held.ends_on != ended:
        # The end has moved, so its owner is told anew.
        held.reminded_on = None
    held.version += 1
    held.save()
    replanning.write(held, plan)
    settling.fit(held)
    log(by, "amend", held, {**PAPERS.changes_since(before, held), "reason": (None, reason)})
    if plan.moves_money:
        repost(held)


def _keep(by: Actor, held: Order, plan: Plan, reason: str) -> None:
    """The next version: the order as it stands before the change."""
    OrderVersion.objects.create(
        order=held,
        number=held.versions.count() + 1,
        content=content(held, plan.before),
        reason=reason,
        replaced_at=by.at,
        replaced_by=by.employee,
    )


def _reason(text: str) -> str:
    why = clean(text)
    if not why:
        raise RuleError(_("Say why: the reason stands on the order."), field="reason")
    if len(why) > _REASON:
        raise RuleError(_("At most %(limit)d characters.") % {"limit": _REASON}, field="reason")
    return why
