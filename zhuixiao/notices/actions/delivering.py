"""Messages of subscriptions: handed to the outbox when they are due, then sent."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError

from .. import sources
from ..choices import Channel, DeliveryState
from ..message import Message, link
from ..models import Delivery, Subscription
from ..queries.due import due
from ..rights import ROBOTS
from ..robots import sending
from .telling import notify

JOB = "notices.delivery"
NOTICE, FAILED = "notices.message", "notices.failed"


@transaction.atomic
def hand_out(now: datetime) -> int:
    """Give each due message to a job of its own, once; returns how many."""
    found = list(due(Company.objects.get(), now))
    rows = Delivery.objects.bulk_create(
        Delivery(subscription=one.subscription, start=one.covers.start, end=one.covers.end, at=now)
        for one in found
    )
    for row in rows:
        jobs.enqueue(
            JOB,
            payload={"delivery": row.pk},
            by_id=0,
            label=gettext_noop("Messages that people subscribed to"),
        )
    return len(rows)


def deliver(delivery: Delivery, *, now: datetime) -> DeliveryState:
    """Compose and send it; what came of it stands in the delivery.

    Raises RuleError when it was refused, NotNow and what mail servers raise to be tried again.
    """
    if delivery.state not in {DeliveryState.WAITING, DeliveryState.FAILED}:
        return DeliveryState(delivery.state)
    subscription = delivery.subscription
    reader = Employee.objects.with_access().get(pk=subscription.employee_id)
    with translation.override(reader.language):
        message = compose(subscription, delivery, reader=reader, now=now)
        is_sent = message is not None and _send(subscription, message, reader=reader, now=now)
    delivery.state = DeliveryState.SENT if is_sent else DeliveryState.EMPTY
    delivery.error, delivery.at = "", now
    delivery.save(update_fields=["state", "error", "at"])
    return DeliveryState(delivery.state)


def compose(
    subscription: Subscription, delivery: Delivery, *, reader: Employee, now: datetime
) -> Message | None:
    """What the reader may see now, in the language of the moment; None where nothing may go out."""
    source = sources.find(subscription.source)
    if source is None or not (
        subscription.is_on and reader.is_active and source.is_open_to(reader)
    ):
        return None
    if subscription.robot_id and not reader.access.may(*ROBOTS):
        return None
    message = source.compose(
        sources.Occasion(
            reader=reader,
            subject=subscription.subject,
            kind=subscription.kind,
            covers=delivery.covers,
            now=now,
        )
    )
    return message.for_outside() if message else None


@transaction.atomic
def failed(delivery: Delivery, *, error: str, now: datetime) -> None:
    """It was given up: the person is told why."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED, error=error[:300], at=now
    )
    notify(
        to=[delivery.subscription.employee_id],
        kind=FAILED,
        text=gettext_noop("A message that you subscribed to could not be sent: %(error)s"),
        params={"error": error[:200]},
        url="/notices/subscriptions/",
        at=now,
    )


def _send(subscription: Subscription, message: Message, *, reader: Employee, now: datetime) -> bool:
    """Whether it went out: who muted these notices gets none."""
    if subscription.robot:
        sending.send(subscription.robot, message, now=now)
    elif subscription.channel == Channel.MAIL:
        _mail(message, reader)
    else:
        told = notify(
            to=[reader.pk],
            kind=NOTICE,
            text="%(title)s",
            params={"title": message.title},
            at=now,
            url=message.path,
        )
        return bool(told)
    return True


def _mail(message: Message, reader: Employee) -> None:
    if not settings.EMAIL_HOST or not reader.email:
        raise RuleError(
            _("No mail goes out: mail is not set up on this server, or you have no address.")
        )
    parts = [(part, link(part.path) if part.path else "") for part in message.parts]
    change = link("/notices/subscriptions/")
    context = {"message": message, "parts": parts, "change": change}
    mail = EmailMultiAlternatives(
        subject=" ".join(message.title.split()),
        body=message.as_text(),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[reader.email],
    )
    mail.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        text = _("The mail server refused the address %(address)s. Mend it in your profile.")
        raise RuleError(text % {"address": reader.email}) from error
    except smtplib.SMTPAuthenticationError as error:
        text = _("The mail server refused the log-in. Ask your administrator to check it.")
        raise RuleError(text) from error
