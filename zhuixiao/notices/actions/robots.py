"""Letting robots of group chats in, trying them, letting them go."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from ..message import Message, Part
from ..models import Robot, Subscription
from ..rights import ROBOTS
from ..robots import addresses, sending

KIND = "robot"

_LONGEST = 60


@transaction.atomic
def add(*, by: Actor, name: str, address: str, secret: str = "") -> Robot:
    """A robot by the address that its chat program gives. Raises NotAllowed, RuleError."""
    by.employee.access.check(*ROBOTS)
    called = clean(name)[:_LONGEST]
    if not called:
        raise RuleError(_("Give the robot the name of its group."), field="name")
    chat, token = addresses.read(address)
    row = Robot(name=called, chat=chat, token=token, secret=secret.strip()[:200], created_at=by.at)
    if Robot.objects.filter(name=called).exists():
        raise RuleError(_("There is a robot of this name already."), field="name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleError(_("This robot is there already."), field="address") from error
    audit.write(by=by, action="create", kind=KIND, record_id=row.pk, label=row.name)
    return row


@transaction.atomic
def remove(*, by: Actor, robot: Robot) -> int:
    """Let a robot go, and with it what people subscribed to for its group; returns how many
    subscriptions that were. Raises NotAllowed."""
    by.employee.access.check(*ROBOTS)
    rows = Subscription.objects.filter(robot=robot)
    number = rows.count()
    rows.delete()
    audit.write(
        by=by,
        action="delete",
        kind=KIND,
        record_id=robot.pk,
        label=robot.name,
        changes={"subscriptions": (number, 0)} if number else {},
    )
    robot.delete()
    return number


def test(*, by: Actor, robot: Robot) -> None:
    """Write a greeting into the group. Raises NotAllowed, RuleError when it was not taken."""
    by.employee.access.check(*ROBOTS)
    text = _("Written by %(name)s to try the robot %(robot)s.")
    line = text % {"name": by.employee.name, "robot": robot.name}
    message = Message(_("Zhuixiao can write here"), [Part(_("It works"), [line])])
    try:
        sending.send(robot, message, now=by.at)
    except sending.NotNow as error:
        text = _("The chat program does not answer at the moment. Try again in a minute.")
        raise RuleError(text) from error
