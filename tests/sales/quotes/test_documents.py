import re
from typing import Any

import pytest
from django.test import Client

from tests.sales.conftest import PlaceOrder
from tests.sales.quotes.conftest import DraftQuote
from tests.world import World, actor
from zhuixiao.accounts.models import Role
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit import documents
from zhuixiao.kit.documents.sheet import Sheet, html
from zhuixiao.sales.actions import quote_states
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.documents import Document, delivery_document, order_document, quote_document
from zhuixiao.sales.models import Order, Shipment, ShipmentLine

EVIL = '<script>x()</script><img src=x onerror="y">{{ 7|add:7 }}'
needs_pango = pytest.mark.skipif(not documents.is_available(), reason="pango is not installed")


@pytest.fixture
def contact(world: World, customer: Customer) -> Contact:
    values = {"name": "陈总", "phone": "13912345678", "email": "chen@dihong.example"}
    return contacts.add(by=actor(world.zheng), customer=customer, values=values)


@pytest.fixture
def shipment(world: World, place_order: PlaceOrder) -> Shipment:
    """Four of the ten thermostats, on their way."""
    order = place_order()
    sent = Shipment.objects.create(
        number="FH20260302-001",
        order=order,
        shipped_on=order.signed_on,
        carrier="顺丰速运",
        created_by=world.zheng,
        created_at=actor(world.zheng).at,
    )
    ShipmentLine.objects.create(shipment=sent, line=order.lines.get(), quantity=4_000)
    return sent


def test_the_paper_adds_up_with_a_discount_on_the_whole(
    world: World, draft_quote: DraftQuote
) -> None:
    quote = draft_quote(discount=20_000)
    text = _text(quote_document(quote, reader=world.zheng, language="zh-hans"))
    for part in ("1,200.00", "−200.00", "1,000.00", "增值税 13%", "115.04", "884.96", "壹仟元整"):
        assert part in text


def test_an_english_quote_is_english(world: World, draft_quote: DraftQuote) -> None:
    text = _text(quote_document(draft_quote(), reader=world.zheng, language="en"))
    assert "Quotation" in text
    assert "Total with tax (CNY)" in text
    assert "元整" not in text


def test_terms_are_numbered_once(world: World, draft_quote: DraftQuote) -> None:
    quote = draft_quote(terms="1. 款到发货\n2、质保两年\n\n1.5 米起订")
    made = quote_document(quote, reader=world.zheng, language="zh-hans")
    assert made.context["terms"] == ["款到发货", "质保两年", "1.5 米起订"]


def test_a_second_version_says_so(world: World, sent_quote: DraftQuote) -> None:
    second = quote_states.revise(by=actor(world.zheng), quote=sent_quote())
    made = quote_document(second, reader=world.zheng, language="zh-hans")
    assert made.context["number"] == f"{second.number}（第 2 版）"
    assert made.name == f"报价单 {second.number}-2"


def test_no_markup_of_anybody_gets_into_a_document(
    world: World, draft_quote: DraftQuote, contact: Contact, shipment: Shipment
) -> None:
    lines = [NewLine(quantity=1_000, price=10_000, name=EVIL, unit="<b>x</b>", note=EVIL)]
    quote = draft_quote(lines=lines, title=EVIL, terms=EVIL, note=EVIL, number="<i>7</i>")
    customer = quote.customer
    customer.name, customer.address, customer.phone = EVIL, EVIL, "<b>1</b>"
    customer.save()
    Contact.objects.update(name="<b>n</b>", title="<b>t</b>", phone=EVIL)
    world.company.settings["letterhead"] = {"name": EVIL, "footer": EVIL, "address": EVIL}
    world.company.save()
    Order.objects.update(title=EVIL, terms=EVIL, number="<i>7</i>", contact=contact)
    Shipment.objects.update(carrier=EVIL, tracking_number=EVIL, receiver=EVIL, note=EVIL)
    quote.refresh_from_db()
    quote.contact = contact
    sent = Shipment.objects.select_related("order__customer", "order__contact").get()
    sent.lines.get().line.order.lines.update(name=EVIL, note=EVIL, unit="<b>x</b>")
    for made in (
        quote_document(quote, reader=world.zheng, language="zh-hans"),
        order_document(sent.order, reader=world.zheng, language="en"),
        delivery_document(sent, reader=world.zheng, language="en"),
    ):
        text = _html(made)
        tags = set(re.findall(r"<(\w+)", text.split("<main")[1]))
        assert not tags & {"script", "img", "b", "i"}, made.template
        assert "&lt;script&gt;" in text
        assert "{{ 7|add:7 }}" in text


def test_no_cost_or_margin_gets_into_a_document(
    world: World, place_order: PlaceOrder, shipment: Shipment
) -> None:
    order = Order.objects.get(pk=shipment.order_id)
    assert order.cost == 80_000
    for made in (
        order_document(order, reader=world.boss, language="zh-hans"),
        delivery_document(shipment, reader=world.boss, language="zh-hans"),
    ):
        assert "800.00" not in _html(made)
        assert "400.00" not in _html(made)


def test_a_delivery_note_names_no_price(world: World, shipment: Shipment) -> None:
    text = _text(delivery_document(shipment, reader=world.boss, language="zh-hans"))
    assert "温控器" in text
    assert "4 个" in text
    assert "120.00" not in text


def test_who_may_not_see_phones_prints_none(
    world: World, draft_quote: DraftQuote, contact: Contact
) -> None:
    quote = draft_quote(contact_id=contact.pk)
    assert "13912345678" in _text(quote_document(quote, reader=world.zheng, language="en"))
    role = Role.objects.get(key="sales")
    role.grants["fields"] = {**role.grants.get("fields", {}), "customers.phone": "masked"}
    role.save()
    reader = type(world.zheng).objects.with_access().get(pk=world.zheng.pk)
    assert "13912345678" not in _text(quote_document(quote, reader=reader, language="en"))


@needs_pango
def test_the_addresses_of_documents_give_pdf_and_print_page(
    world: World, draft_quote: DraftQuote, shipment: Shipment, client: Client
) -> None:
    quote = draft_quote()
    client.force_login(world.zheng)
    for url in (
        f"/quotes/{quote.pk}/document/",
        f"/orders/{shipment.order_id}/document/",
        f"/shipments/{shipment.pk}/document/",
    ):
        answer: Any = client.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        page = client.get(url, {"print": "", "lang": "en"})
        assert 'lang="en"' in page.content.decode()


def test_strangers_get_no_document(
    world: World, draft_quote: DraftQuote, shipment: Shipment, client: Client
) -> None:
    quote = draft_quote()
    client.force_login(world.li)
    for url in (
        f"/quotes/{quote.pk}/document/?print",
        f"/orders/{shipment.order_id}/document/?print",
        f"/shipments/{shipment.pk}/document/?print",
    ):
        assert client.get(url).status_code == 404


def _html(made: Document) -> str:
    return html(made.template, made.context, sheet=Sheet(made.title, made.language, is_pdf=True))


def _text(made: Document) -> str:
    return re.sub(r"<[^>]+>", " ", _html(made))
