"""A quote goes to the customer by mail: asked for on the page, done by a job."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import SUBJECT_LENGTH, NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit import documents, jobs
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.models import Job
from zhuixiao.kit.text.normal import clean

from .. import postings
from ..models import Quote
from ..queries.quote_mail import addresses_of, split
from . import quote_states
from .quoting import locked

MAIL = "sales.quote_mail"
FAILED_NOTICE = "sales.quote_mail"
_MOST_RECEIVERS = 10
_LONGEST = {"subject": 150, "text": 10_000}


@dataclass(frozen=True)
class Letter:
    """What is sent: `keys` are addresses of the customer by their keys, `to` those that were typed,
    `language` that of the document; `copy` also sends it to who sends it."""

    subject: str
    text: str
    language: str
    keys: Sequence[str] = ()
    to: str = ""
    copy: bool = False


def hindrance() -> RuleError | None:
    """What keeps this server from mailing documents, with the way out."""
    if not settings.EMAIL_HOST:
        text = _(
            "Mail is not set up on this server. Ask your administrator to set "
            "ZHUIXIAO_SMTP_HOST, or download the PDF, mail it yourself and mark the quote as sent."
        )
        return RuleError(text, code="no_mail")
    return None if documents.is_available() else documents.NotAvailable()


@transaction.atomic
def ask(*, by: Actor, quote: Quote, letter: Letter, version: int | None = None) -> Job:
    """Have a job send it. Raises NotAllowed, Invalid, Conflict, RuleError (out of date, replaced,
    no mail, no PDF)."""
    by.employee.access.check("orders", "edit")
    if problem := hindrance():
        raise problem
    held = locked(by, quote, version=version)
    quote_states.check_sendable(held, by=by)
    letter = replace(
        letter,
        subject=" ".join(clean(letter.subject).split()),
        text=clean(letter.text, multiline=True),
    )
    receivers = _receivers(by, held, letter)
    return jobs.enqueue(
        MAIL,
        payload={
            "quote": held.pk,
            "version": held.version,
            "to": receivers,
            **{name: value for name, value in asdict(letter).items() if name not in {"to", "keys"}},
        },
        by_id=by.employee.pk,
        label=gettext_noop("Mail the quote %(number)s"),
        label_params={"number": held.number},
    )


def sent(*, by: Actor, quote: Quote, payload: dict[str, Any]) -> None:
    """What the mail means, inside the transaction of the job: the quote counts as sent, and the
    customer's history has an action record of it."""
    held = quote_states.send(by=by, quote=quote)
    audit.write(
        by=by,
        action="mail",
        kind=postings.QUOTE,
        record_id=held.pk,
        label=held.number,
        version=held.version,
    )
    _record(by, held, payload)


def _record(by: Actor, quote: Quote, payload: dict[str, Any]) -> None:
    """Left out where the sender may not write action records, or not with this customer."""
    types = Option.objects.of(PickList.ACTIVITY_TYPE).in_use().filter(key="email")
    type_of_it = types.first()
    workable = Customer.objects.workable_by(by.employee).filter(pk=quote.customer_id)
    may_write = by.employee.access.may("activities", "create")
    if type_of_it is None or not may_write or not workable.exists():
        return
    number = quote.number if quote.revision == 1 else f"{quote.number} V{quote.revision}"
    subject = _("Quote %(number)s sent by mail") % {"number": number}
    new = NewActivity(
        customer_id=quote.customer_id,
        subject=subject[:SUBJECT_LENGTH],
        type_id=type_of_it.pk,
        description=f"{payload['subject']}\n\n{payload['text']}".strip(),
        contact_id=quote.contact_id,
        related_kind=postings.QUOTE,
        related_id=quote.pk,
    )
    try:
        with transaction.atomic():
            recording.log(by=by, new=new)
    except Invalid:
        # A contact that was deleted meanwhile is no reason not to write the rest.
        recording.log(by=by, new=replace(new, contact_id=None))


def _receivers(by: Actor, quote: Quote, letter: Letter) -> list[str]:
    errors: dict[str, object] = {}
    known = {row.key: row.address for row in addresses_of(quote, reader=by.employee)}
    chosen = [known[key] for key in letter.keys if key in known]
    typed = split(letter.to)
    if letter.to.strip() and (not typed or any(not _is_address(one) for one in typed)):
        errors["to"] = _("This is no mail address: check for missing or extra letters.")
    wrong = [one for one in chosen if not _is_address(one)]
    if wrong:
        errors["keys"] = _("An address of the customer is not written right. Mend it there first.")
    found = list(dict.fromkeys([*chosen, *typed]))
    if not found and not errors:
        errors["to"] = _("Say to whom it goes.")
    if len(found) > _MOST_RECEIVERS:
        errors["to"] = _("At most %(limit)d addresses.") % {"limit": _MOST_RECEIVERS}
    if not letter.subject:
        errors["subject"] = _("Write a subject.")
    for name, limit in _LONGEST.items():
        if len(getattr(letter, name)) > limit:
            errors[name] = _("At most %(limit)d characters.") % {"limit": limit}
    if letter.copy and not by.employee.email:
        errors["copy"] = _("You have no mail address in your profile.")
    if errors:
        raise Invalid(errors)
    return found


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
