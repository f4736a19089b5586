"""Subscribing to messages, pausing them, giving them up."""

from datetime import time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import PeriodKind

from .. import sources
from ..choices import Channel
from ..models import Robot, Subscription
from ..rights import ROBOTS

KIND = "subscription"
MOST = 50
# Messages are looked for every few minutes of their own day.
LATEST = time(23, 30)


@transaction.atomic
def subscribe(
    *,
    by: Actor,
    source: str,
    subject: str,
    period: PeriodKind,
    at: time,
    channel: Channel,
    robot: Robot | None = None,
) -> Subscription:
    """From the next time on the messages come. Raises NotAllowed, Invalid, RuleError."""
    known = sources.find(source)
    errors: dict[str, object] = {}
    if known is None or not known.is_open_to(by.employee) or period not in known.periods:
        errors["source"] = _("Choose what you want to be told.")
    elif subject not in known.labels(by.employee):
        errors["subject"] = _("Choose whom or what it is about.")
    errors |= _of_way(by, at, channel, robot)
    if errors:
        raise Invalid(errors)
    if channel == Channel.ROBOT:
        by.employee.access.check(*ROBOTS)
    mine = Subscription.objects.visible_to(by.employee)
    if mine.count() >= MOST:
        raise RuleError(_("At most %(n)d subscriptions. Give one up first.") % {"n": MOST})
    row = Subscription(
        employee=by.employee, source=source, subject=subject, period=period, at=at,
        channel=channel, robot=robot, since=by.at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleError(_("You have subscribed to this already.")) from error
    _write(by, "create", row)
    return row


@transaction.atomic
def switch(*, by: Actor, subscription: Subscription, is_on: bool) -> None:
    """Pause it, or let it go on from now. Raises NotAllowed."""
    _check(by, subscription)
    if subscription.is_on == is_on:
        return
    subscription.is_on, subscription.since = is_on, by.at
    subscription.save(update_fields=["is_on", "since"])
    audit.write(
        by=by,
        action="edit",
        kind=KIND,
        record_id=subscription.pk,
        label=subscription.source,
        changes={"is_on": (not is_on, is_on)},
    )


@transaction.atomic
def give_up(*, by: Actor, subscription: Subscription) -> None:
    """Delete it with what is known of its messages. Raises NotAllowed."""
    _check(by, subscription)
    _write(by, "delete", subscription)
    subscription.delete()


def _of_way(by: Actor, at: time, channel: Channel, robot: Robot | None) -> dict[str, object]:
    """What is wrong with when and how it is to be sent."""
    errors: dict[str, object] = {}
    if at > LATEST:
        text = _("Choose a time until %(time)s: after midnight it is another day.")
        errors["at"] = text % {"time": f"{LATEST:%H:%M}"}
    if channel == Channel.MAIL and not settings.EMAIL_HOST:
        errors["channel"] = _("Mail is not set up on this server. Choose another way.")
    elif channel == Channel.MAIL and not by.employee.email:
        errors["channel"] = _("You have no mail address in your profile.")
    elif (channel == Channel.ROBOT) != (robot is not None):
        errors["robot"] = _("Choose the robot of a group.")
    return errors


def _check(by: Actor, subscription: Subscription) -> None:
    if subscription.employee_id != by.employee.pk:
        raise NotAllowed


def _write(by: Actor, action: str, row: Subscription) -> None:
    where = row.robot.name if row.robot else Channel(row.channel).value
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=row.pk,
        label=row.source,
        changes={"subject": ("", row.subject), "period": ("", row.period), "to": ("", where)},
    )
