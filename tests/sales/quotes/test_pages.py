from django.test import Client

from tests.sales.quotes.conftest import DraftQuote
from tests.world import World
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.choices import QuoteState
from zhuixiao.sales.models import Order, Quote


def test_a_quote_is_written_sent_revised_and_made_an_order(
    world: World, customer: Customer, thermostat: Product, client: Client
) -> None:
    client.force_login(world.zheng)
    typed = {
        "customer": customer.pk,
        "quoted_on": "2026-03-02",
        "line-product": thermostat.pk,
        "line-quantity": "10",
        "line-price": "120",
        "line-tax": "13",
        "title": "空调改造",
    }
    assert client.post("/quotes/new/", typed).status_code == 303
    quote = Quote.objects.get()
    assert (quote.amount, quote.title) == (120_000, "空调改造")
    client.post(f"/quotes/{quote.pk}/sending/")
    answer = client.post(f"/quotes/{quote.pk}/version/")
    second = Quote.objects.get(revision=2)
    assert answer.headers["Location"] == f"/quotes/{second.pk}/edit/"
    client.post(
        f"/quotes/{second.pk}/edit/", {**typed, "line-price": "110", "version": second.version}
    )
    page = client.get(f"/quotes/{second.pk}/").content.decode()
    assert "1,200.00" in page
    assert "1,100.00" in page
    client.post(f"/quotes/{second.pk}/sending/")
    answer = client.post(f"/quotes/{second.pk}/order/")
    order = Order.objects.get()
    assert answer.headers["Location"] == f"/orders/{order.pk}/"
    assert (order.amount, order.quote_id) == (110_000, second.pk)


def test_wrong_lines_are_marked_and_nothing_is_saved(
    world: World, customer: Customer, client: Client
) -> None:
    client.force_login(world.zheng)
    typed = {
        "customer": customer.pk,
        "quoted_on": "2026-03-02",
        "line-name": "人工",
        "line-price": "9",
    }
    answer = client.post("/quotes/new/", typed)
    assert answer.status_code == 422
    assert not Quote.objects.exists()


def test_the_list_shows_states_and_sums(
    world: World, sent_quote: DraftQuote, client: Client
) -> None:
    client.force_login(world.zheng)
    quote = sent_quote()
    page = client.get("/quotes/", {"state": "expired"}).content.decode()
    assert quote.number in page
    assert "1,200.00" in page
    assert quote.number not in client.get("/quotes/", {"state": "accepted"}).content.decode()
    client.force_login(world.li)
    assert quote.number not in client.get("/quotes/").content.decode()


def test_panels_and_dialogs_open(
    world: World, draft_quote: DraftQuote, customer: Customer, client: Client
) -> None:
    client.force_login(world.zheng)
    quote = draft_quote(valid_until=None)
    assert quote.number in client.get(f"/customers/{customer.pk}/quotes/").content.decode()
    assert "ZHUIXIAO_SMTP_HOST" in client.get(f"/quotes/{quote.pk}/mail/").content.decode()
    client.post(f"/quotes/{quote.pk}/sending/")
    assert client.get(f"/quotes/{quote.pk}/refusal/").status_code == 200
    client.post(f"/quotes/{quote.pk}/refusal/", {"reason": "太贵"})
    quote.refresh_from_db()
    assert quote.state == QuoteState.DECLINED
    client.force_login(world.boss)
    client.post("/settings/quotes/", {"valid_days": 15, "terms": "款到发货"})
    assert "款到发货" in client.get("/quotes/new/").content.decode()
