from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from tests.sales.quotes.conftest import DraftQuote
from tests.world import World, actor
from zhuixiao.accounts.models import Employee, Role
from zhuixiao.activities.models import Activity
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit import documents
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.models import Job, JobState
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice
from zhuixiao.sales.actions import quote_mailing, quote_states, quoting
from zhuixiao.sales.actions.quote_mailing import Letter
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.choices import QuoteState
from zhuixiao.sales.queries.quote_mail import addresses_of

pytestmark = pytest.mark.skipif(not documents.is_available(), reason="pango is not installed")
LETTER = Letter(subject="报价单", text="陈总，您好：附件是报价单，请查收。", language="zh-hans")


@pytest.fixture
def contact(world: World, customer: Customer) -> Contact:
    values = {"name": "陈总", "email": "chen@dihong.example; office@dihong.example"}
    return contacts.add(by=actor(world.zheng), customer=customer, values=values)


@pytest.fixture
def smtp(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.mark.usefixtures("smtp")
@pytest.mark.django_db(transaction=True)
def test_a_mailed_quote_goes_out_with_its_pdf_and_leaves_a_record(
    world: World, draft_quote: DraftQuote, contact: Contact
) -> None:
    # Jobs run by the clock of today, on which it must be valid.
    quote = draft_quote(contact_id=contact.pk, valid_until=None)
    key = addresses_of(quote, reader=world.zheng)[0].key
    letter = Letter(**{**vars(LETTER), "keys": [key], "copy": True})
    quote_mailing.ask(by=actor(world.zheng), quote=quote, letter=letter, version=quote.version)
    (message,) = mail.outbox
    assert message.to == ["chen@dihong.example"]
    assert (message.bcc, message.reply_to) == ([world.zheng.email], [world.zheng.email])
    name, content, kind = message.attachments[0]
    assert (name, kind) == (f"报价单 {quote.number}.pdf", "application/pdf")
    assert content.startswith(b"%PDF")
    quote.refresh_from_db()
    assert quote.state == QuoteState.SENT
    record = Activity.objects.get()
    assert (record.type.key, record.contact, record.related_id) == ("email", contact, quote.pk)
    assert quote.number in record.subject
    assert checks.verify() == []


@pytest.mark.usefixtures("smtp")
def test_a_letter_survives_that_somebody_else_changed_the_quote(
    world: World, draft_quote: DraftQuote, new_quote: NewQuote, client: Client
) -> None:
    quote = draft_quote()
    quoting.edit(by=actor(world.manager), quote=quote, new=replace(new_quote, valid_until=None))
    client.force_login(world.zheng)
    letter = {"to": "chen@dihong.example", "subject": "报价单", "text": "请查收", "language": "en"}
    answer = client.post(f"/quotes/{quote.pk}/mail/", letter | {"version": 1})
    assert answer.status_code == 422
    assert "请查收" in answer.content.decode()
    again = letter | {"version": answer.context["version"]}
    assert client.post(f"/quotes/{quote.pk}/mail/", again).status_code == 303
    assert Job.objects.count() == 1


def test_without_mail_it_says_what_to_do(world: World, draft_quote: DraftQuote) -> None:
    letter = Letter(**{**vars(LETTER), "to": "chen@dihong.example"})
    with pytest.raises(RuleError, match="ZHUIXIAO_SMTP_HOST") as refused:
        quote_mailing.ask(by=actor(world.zheng), quote=draft_quote(), letter=letter)
    assert refused.value.code == "no_mail"


@pytest.mark.usefixtures("smtp")
@pytest.mark.parametrize("to", ["", "chen", "a@b", "x@y.example\nBcc: z@y", "a@b.example, x@"])
def test_wrong_addresses_are_refused(world: World, draft_quote: DraftQuote, to: str) -> None:
    letter = Letter(**{**vars(LETTER), "to": to})
    with pytest.raises(Invalid) as refused:
        quote_mailing.ask(by=actor(world.zheng), quote=draft_quote(), letter=letter)
    assert set(refused.value.errors) == {"to"}
    assert not Job.objects.exists()


@pytest.mark.usefixtures("smtp")
@pytest.mark.django_db(transaction=True)
def test_a_mail_that_fails_leaves_the_quote_a_draft_and_tells_the_sender(
    world: World, draft_quote: DraftQuote, new_quote: NewQuote
) -> None:
    # Jobs run by the clock of today, on which it must be valid.
    quote = draft_quote(valid_until=None)
    letter = Letter(**{**vars(LETTER), "to": "chen@dihong.example"})
    with transaction.atomic():
        job = quote_mailing.ask(by=actor(world.zheng), quote=quote, letter=letter)
        # Somebody changes the quote before the job begins.
        other = replace(new_quote, valid_until=None, title="二期")
        quoting.edit(by=actor(world.zheng), quote=quote, new=other)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert f"{quote.number} 刚刚有改动" in job.error
    quote.refresh_from_db()
    assert quote.state == QuoteState.DRAFT
    assert quote.number in Notice.objects.get(employee=world.zheng).params["number"]
    assert mail.outbox == []


def test_addresses_are_masked_by_the_rule_of_phones(
    world: World, draft_quote: DraftQuote, contact: Contact
) -> None:
    quote = draft_quote(contact_id=contact.pk)
    shown = {row.shown for row in addresses_of(quote, reader=world.zheng)}
    assert shown == {"chen@dihong.example", "office@dihong.example"}
    masked = addresses_of(quote, reader=_with_phones(world, "masked"))
    assert {row.shown for row in masked} == {"c***@dihong.example", "o***@dihong.example"}
    assert addresses_of(quote, reader=_with_phones(world, "hidden")) == []


@pytest.mark.usefixtures("smtp")
def test_a_sent_quote_is_not_mailed_once_it_was_replaced(
    world: World, sent_quote: DraftQuote
) -> None:
    quote = sent_quote()
    quote_states.revise(by=actor(world.zheng), quote=quote)
    letter = Letter(**{**vars(LETTER), "to": "chen@dihong.example"})
    with pytest.raises(RuleError):
        quote_mailing.ask(by=actor(world.zheng), quote=quote, letter=letter)


def _with_phones(world: World, level: str) -> Employee:
    role = Role.objects.get(key="sales")
    role.grants["fields"] = {**role.grants.get("fields", {}), "customers.phone": level}
    role.save()
    found: Employee = Employee.objects.with_access().get(pk=world.zheng.pk)
    return found
