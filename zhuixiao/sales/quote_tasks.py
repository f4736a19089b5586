"""Mailing quotes outside the request."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.notices.actions import notify

from .actions import quote_mailing
from .documents import quote_document
from .models import Quote


@jobs.register(quote_mailing.MAIL, retries=3)
def mail_quote(job: jobs.Running) -> dict[str, Any]:
    """Draw the quote and send it. What the mail means is written in the same transaction, before it
    leaves: a mail that cannot be sent leaves nothing behind, and none is sent twice."""
    sender = Employee.objects.with_access().get(pk=job.created_by_id)
    by = Actor.of(sender, at=job.now, via=Via.JOB)
    rows = Quote.objects.visible_to(sender).select_related("customer", "contact", "owner")
    quote = rows.filter(pk=job.payload["quote"]).first()
    if quote is None or quote.version != job.payload["version"]:
        text = _("The quote %(number)s was changed meanwhile. Look at it, and send it once more.")
        raise RuleError(text % {"number": quote.number if quote else ""})
    document = quote_document(quote, reader=sender, language=job.payload["language"])
    pdf = document.pdf()
    with job.once("mail") as is_first:
        if is_first:
            with translation.override(sender.language):
                quote_mailing.sent(by=by, quote=quote, payload=job.payload)
            _send(sender, job.payload, f"{document.name}.pdf", pdf)
    return {"url": f"/quotes/{quote.pk}/"}


def tell_failure(job: Job) -> None:
    """Who sent it must know that the customer has nothing."""
    quote = Quote.objects.filter(pk=job.payload["quote"]).first()
    if quote is not None:
        notify(
            to=[job.created_by_id],
            kind=quote_mailing.FAILED_NOTICE,
            text=gettext_noop(
                "The quote %(number)s could not be sent by mail. Nothing went out: look under "
                "your jobs why, and send it once more."
            ),
            params={"number": quote.number},
            at=job.finished_at or job.created_at,
            url=f"/quotes/{quote.pk}/",
            customer_id=quote.customer_id,
        )


def _send(sender: Employee, payload: dict[str, Any], name: str, pdf: bytes) -> None:
    message = EmailMessage(
        subject=payload["subject"],
        body=payload["text"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=payload["to"],
        bcc=[sender.email] if payload["copy"] and sender.email else [],
        reply_to=[sender.email] if sender.email else [],
        attachments=[(name, pdf, "application/pdf")],
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        text = _("The mail server of %(company)s refused these addresses. Check them.")
        raise RuleError(text % {"company": Company.objects.get().name}) from error
    except smtplib.SMTPAuthenticationError as error:
        text = _("The mail server refused the log-in. Ask your administrator to check it.")
        raise RuleError(text) from error
