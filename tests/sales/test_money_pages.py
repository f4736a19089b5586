"""The pages of payments, what is due and invoices: every number opens, every dialog writes."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.api.conftest import ApiOf, api_of
from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import PlaceOrder
from tests.sales.money import COMPANY
from tests.world import World, actor, role
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import invoicing, numbering, paying, planning, titling
from zhuixiao.sales.actions.invoicing import NewInvoice, Paper
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.choices import InvoiceState
from zhuixiao.sales.models import Allocation, Dunning, Invoice, InvoiceTitle, Order, Payment

__all__ = ["api_of"]
HTMX = {"HX-Request": "true"}
# Pages take the day from the clock: this one lies behind whoever runs the tests.
DAY = date(2025, 12, 1)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.fixture
def finance(world: World, client_of: ClientOf) -> Client:
    return client_of(world.finance)


def pay(world: World, order: Order, amount: int, of_it: int) -> Payment:
    shares = [Share(order.pk, of_it)] if of_it else []
    new = NewPayment(order.customer_id, amount, DAY, shares=shares, note="货款")
    return paying.record(by=actor(world.finance), new=new)


def test_a_payment_is_entered_for_an_order_and_shown(
    finance: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    url = f"/payments/new/?order={order.pk}"
    assert "1200.00" in page(finance, url)
    form = {"customer": order.customer_id, "order": order.pk, "paid_on": DAY}
    refused = finance.post(url, form | {"amount": "1200.01"}, headers=HTMX)
    assert refused.status_code == 422
    assert "1,200.00" in refused.content.decode()
    kept = finance.post(url, form | {"amount": "1200.01", "keep_rest": "on"}, headers=HTMX)
    assert kept.status_code == 204
    payment = Payment.objects.get()
    assert (payment.allocated, payment.rest) == (120_000, 1)
    assert payment.number in page(finance, "/payments/?advance=on")
    assert order.number in page(finance, f"/payments/{payment.pk}/")
    assert payment.number not in page(finance, "/payments/?range=last_month&kind=refund")


def test_the_orders_follow_the_customer(finance: Client, place_order: PlaceOrder) -> None:
    order = place_order()
    fragment = page(finance, f"/payments/orders/?customer={order.customer_id}")
    assert order.number in fragment
    assert order.number not in page(finance, "/payments/orders/?customer=x")


def test_an_advance_is_allocated_taken_back_refunded_and_deleted(
    world: World, finance: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    payment = pay(world, order, 50_000, 0)
    url = f"/payments/{payment.pk}/allocations/new/"
    assert order.number in page(finance, url)
    assert finance.post(url, {"order": order.pk}, headers=HTMX).status_code == 204
    row = Allocation.objects.get()
    assert row.amount == 50_000
    finance.post(f"/allocations/{row.pk}/deletion/", headers=HTMX)
    assert not Allocation.objects.exists()
    refund = f"/payments/refund/?customer={order.customer_id}&advance={payment.pk}"
    assert payment.number in page(finance, refund)
    form = {"customer": order.customer_id, "advance": payment.pk, "paid_on": DAY, "amount": "9"}
    assert finance.post(refund, form, headers=HTMX).status_code == 204
    gone = Payment.objects.get(kind="refund")
    finance.post(f"/payments/{gone.pk}/deletion/")
    finance.post(f"/payments/{gone.pk}/restoration/")
    payment.refresh_from_db()
    assert payment.paid_back == 900


def test_a_payment_is_described_better(
    world: World, finance: Client, place_order: PlaceOrder
) -> None:
    payment = pay(world, place_order(), 500, 0)
    url = f"/payments/{payment.pk}/edit/"
    assert "货款" in page(finance, url)
    form = {"paid_on": DAY, "note": "定金", "version": payment.version}
    assert finance.post(url, form, headers=HTMX).status_code == 204
    payment.refresh_from_db()
    assert payment.note == "定金"


def test_a_plan_is_split_in_one_click_and_changed_by_rows(
    finance: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    form = {"parts": 3, "first_on": DAY, "every": "month"}
    assert finance.post(f"/orders/{order.pk}/plan/equal/", form, headers=HTMX).status_code == 204
    assert order.plans.count() == 3
    url = f"/orders/{order.pk}/plan/"
    assert page(finance, url).count("400.00") == 3
    ids = list(order.plans.order_by("due_on").values_list("pk", flat=True))
    rows: dict[str, object] = {"rows-TOTAL_FORMS": 6, "rows-INITIAL_FORMS": 3}
    for place, (pk, amount) in enumerate(zip(ids, ("500", "700.01", ""), strict=True)):
        rows |= {f"rows-{place}-pk": pk, f"rows-{place}-amount": amount}
        rows[f"rows-{place}-due_on"] = DAY
    refused = finance.post(url, rows, headers=HTMX)
    assert refused.status_code == 422
    assert "0.01" in refused.content.decode()
    assert finance.post(url, rows | {"rows-1-amount": "700"}, headers=HTMX).status_code == 204
    assert sorted(order.plans.values_list("amount", flat=True)) == [50_000, 70_000]


def test_what_is_due_opens_by_customer_and_person_and_is_dunned(
    world: World, finance: Client, place_order: PlaceOrder
) -> None:
    order = place_order(signed_on=date(2025, 3, 2))
    for view in ("rows", "customer", "person"):
        assert "1,200.00" in page(finance, f"/payments/due/?view={view}&bucket=over-90")
    assert order.number not in page(finance, "/payments/due/?bucket=1-30")
    answer = finance.post(
        "/payments/dunning/", {"due": f"{order.pk}-0", "do": "record"}, headers=HTMX
    )
    assert answer.status_code == 204
    assert Dunning.objects.get().amount == 120_000


def test_an_invoice_goes_from_the_title_to_the_red_one(
    world: World, finance: Client, client_of: ClientOf, place_order: PlaceOrder
) -> None:
    order, sales = place_order(), client_of(world.zheng)
    assert "empty" in page(sales, f"/invoices/new/?order={order.pk}")
    title = {name: getattr(COMPANY, name) for name in ("kind", "name", "tax_number")}
    url = f"/customers/{order.customer_id}/titles/new/"
    assert sales.post(url, title | {"tax_number": "9"}, headers=HTMX).status_code == 422
    assert sales.post(url, title, headers=HTMX).status_code == 204
    held = InvoiceTitle.objects.get()
    form = {"kind": "normal", "title": held.pk, "amount": "1200", "tax_bp": "13"}
    url = f"/invoices/new/?order={order.pk}"
    assert sales.post(url, form | {"kind": "special"}, headers=HTMX).status_code == 422
    assert sales.post(url, form, headers=HTMX).status_code == 204
    invoice = Invoice.objects.get()
    assert invoice.tax == 13_805
    assert sales.get(f"/invoices/{invoice.pk}/issue/").status_code == 403
    paper = {"number": "2544", "issued_on": DAY}
    finance.post(f"/invoices/{invoice.pk}/issue/", paper, headers=HTMX)
    assert "2544" in page(finance, "/invoices/?state=issued")
    finance.post(f"/invoices/{invoice.pk}/red/", {"amount": "1200"}, headers=HTMX)
    red = Invoice.objects.exclude(red_of=None).get()
    finance.post(f"/invoices/{red.pk}/withdrawal/", headers=HTMX)
    finance.post(f"/invoices/{invoice.pk}/voiding/", headers=HTMX)
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.VOID
    assert "2544" in page(finance, f"/invoices/{invoice.pk}/")
    url = f"/invoice-titles/{held.pk}/"
    assert sales.post(url, title | {"bank": "招行", "version": 1}, headers=HTMX).status_code == 204
    assert sales.post(f"{url}deletion/", headers=HTMX).status_code == 204


def test_two_who_describe_a_payment_see_each_other_s_words(
    world: World, finance: Client, place_order: PlaceOrder
) -> None:
    payment = pay(world, place_order(), 500, 0)
    url, sent = f"/payments/{payment.pk}/edit/", {"paid_on": DAY, "note": "定金", "version": 1}
    finance.post(url, sent | {"note": "尾款"}, headers=HTMX)
    met = finance.post(url, sent, headers=HTMX)
    assert met.status_code == 409
    assert "尾款" in met.content.decode()
    again = finance.post(url, sent | {"keep": "note", "keep_version": 2}, headers=HTMX)
    assert again.status_code == 204
    payment.refresh_from_db()
    assert payment.note == "定金"


def test_two_who_change_a_title_see_each_other_s_words(
    world: World, finance: Client, customer: Customer
) -> None:
    title = titling.add(by=actor(world.zheng), customer=customer, values=COMPANY)
    url = f"/invoice-titles/{title.pk}/"
    sent = {name: getattr(COMPANY, name) for name in ("kind", "name", "tax_number", "phone")}
    finance.post(url, sent | {"bank": "工商银行", "version": 1}, headers=HTMX)
    met = finance.post(url, sent | {"bank": "农业银行", "version": 1}, headers=HTMX)
    assert met.status_code == 409
    assert "工商银行" in met.content.decode()
    kept = {"bank": "农业银行", "version": 1, "keep": "bank", "keep_version": 2}
    assert finance.post(url, sent | kept, headers=HTMX).status_code == 204


def test_a_refund_asks_for_the_day_of_the_refund(finance: Client) -> None:
    assert "退款日期" in page(finance, "/payments/refund/")
    assert "退款日期" not in page(finance, "/payments/new/")


def test_phones_of_titles_are_masked_like_others_but_for_who_writes_the_paper(
    world: World, client_of: ClientOf, place_order: PlaceOrder, customer: Customer
) -> None:
    title = titling.add(by=actor(world.zheng), customer=customer, values=COMPANY)
    new = NewInvoice(place_order().pk, 1_000, title.pk, kind="special")
    invoice = invoicing.ask(by=actor(world.zheng), new=new)
    sales = role("sales")
    sales.grants["fields"] = {**sales.grants.get("fields", {}), "customers.phone": "masked"}
    sales.save()
    client, url = client_of(world.zheng), f"/invoice-titles/{title.pk}/"
    for one in (f"/invoices/{invoice.pk}/", url):
        assert COMPANY.phone not in page(client, one)
        assert COMPANY.phone in page(client_of(world.finance), one)
    shown = re.search(r'name="phone" value="([^"]+)"', page(client, url))
    assert shown
    sent = {name: getattr(COMPANY, name) for name in ("kind", "name", "tax_number")}
    sent |= {"phone": shown[1], "bank": "工商银行", "version": 1}
    assert client.post(url, sent, headers=HTMX).status_code == 204
    title.refresh_from_db()
    assert (title.phone, title.bank) == (COMPANY.phone, "工商银行")


def test_an_order_shows_its_payments_only_to_who_sees_them(
    world: World, client_of: ClientOf, place_order: PlaceOrder
) -> None:
    order = place_order()
    payment = pay(world, order, 500, 500)
    sales = role("sales")
    sales.grants["modules"] = {"orders": {"scope": "department", "actions": ["view"]}}
    sales.save()
    url = f"/orders/{order.pk}/money/"
    assert payment.number in page(client_of(world.zheng), url)
    assert payment.number not in page(client_of(world.chen), url)


def test_an_invoice_with_a_red_one_offers_no_void(
    world: World, finance: Client, place_order: PlaceOrder, customer: Customer
) -> None:
    title = titling.add(by=actor(world.zheng), customer=customer, values=COMPANY)
    by, new = actor(world.finance), NewInvoice(place_order().pk, 1_000, title.pk)
    invoice = invoicing.issue(by=by, invoice=invoicing.ask(by=by, new=new), paper=Paper("1", DAY))
    voiding = f"/invoices/{invoice.pk}/voiding/"
    assert voiding in page(finance, f"/invoices/{invoice.pk}/")
    invoicing.ask_red(by=by, invoice=invoice, amount=1_000)
    assert voiding not in page(finance, f"/invoices/{invoice.pk}/")


def test_a_payment_names_no_customer_that_the_reader_may_not_see(
    world: World, client_of: ClientOf, place_order: PlaceOrder, customer: Customer
) -> None:
    payment = pay(world, place_order(), 500, 500)
    transferring.transfer(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    for url in ("/payments/", f"/payments/{payment.pk}/"):
        assert customer.name in page(client_of(world.zheng), url)
        told = page(client_of(world.manager), url)
        assert payment.number in told
        assert customer.name not in told


PAGES = {
    "sales.payments": "/payments/",
    "sales.payment": "/payments/{payment}/",
    "sales.due": "/payments/due/",
    "sales.due_by_customer": "/payments/due/?view=customer",
    "sales.invoices": "/invoices/",
    "sales.order_money": "/orders/{order}/money/",
    "sales.customer_money": "/customers/{customer}/money/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_money_costs_the_same_with_thrice_as_much_on_it(
    name: str, world: World, finance: Client, place_order: PlaceOrder, customer: Customer
) -> None:
    title = titling.add(by=actor(world.zheng), customer=customer, values=COMPANY)

    def live(times: int) -> Order:
        for _number in range(times):
            order = place_order()
            by = actor(world.zheng)
            planning.equal(by=by, order=order, parts=3, first_on=DAY, every="month")
            pay(world, order, 60_000, 50_000)
            invoicing.ask(by=by, new=NewInvoice(order.pk, 1_000, title.pk))
        return order

    order = live(2)
    payment = Payment.objects.order_by("pk")[0]
    url = PAGES[name].format(payment=payment.pk, order=order.pk, customer=customer.pk)
    page(finance, url)
    with pinned(name):
        finance.get(url)
    live(4)
    with pinned(name):
        finance.get(url)


def test_everything_goes_over_the_api_too(
    world: World, api_of: ApiOf, place_order: PlaceOrder
) -> None:
    order, api = place_order(), api_of(world.boss)
    split = api("POST", f"/orders/{order.pk}/plan", {"parts": 2, "first_on": "2025-12-01"})
    assert [row["amount"] for row in split.json()] == [60_000, 60_000]
    share = {"order_id": order.pk, "amount": 70_000}
    new = {
        "customer_id": order.customer_id,
        "amount": 90_000,
        "paid_on": "2025-12-01",
        "shares": [share],
    }
    payment = api("POST", "/payments", new).json()
    assert (payment["rest"], len(payment["allocations"])) == (20_000, 2)
    above = api("POST", f"/payments/{payment['id']}/allocations", [share | {"amount": 50_001}])
    assert above.status_code == 400
    rows = api("GET", "/payments/due").json()
    assert sum(row["amount"] for row in rows) == 50_000
    assert api("GET", "/payments?advance=true").json()["items"][0]["number"] == payment["number"]
    title = api(
        "POST",
        f"/customers/{order.customer_id}/invoice-titles",
        {"name": "广州迪宏酒店", "tax_number": COMPANY.tax_number},
    ).json()
    asked = {"order_id": order.pk, "title_id": title["id"], "amount": 120_000}
    invoice = api("POST", "/invoices", asked).json()
    issued = {"number": "2544", "issued_on": "2025-12-01"}
    assert api("POST", f"/invoices/{invoice['id']}/issue", issued).json()["state"] == "issued"
    red = api("POST", f"/invoices/{invoice['id']}/red", {"amount": 20_000}).json()
    assert red["red_of_id"] == invoice["id"]
    assert api("DELETE", f"/invoices/{red['id']}").status_code == 204
    assert api("DELETE", f"/payments/{payment['id']}").status_code == 204
    back = api("POST", f"/payments/{payment['id']}/restoration").json()
    assert back["allocated"] == 70_000


def test_after_how_many_days_an_order_without_a_plan_is_due_is_a_setting(
    finance: Client, place_order: PlaceOrder, client_of: ClientOf, world: World
) -> None:
    place_order(signed_on=date(2026, 1, 5))
    assert "1,200.00" in page(finance, "/payments/due/?bucket=late")
    days = {"tax_bp": "13", "renewal_days": "30", "due_days": "366"}
    prefixes = {f"prefix_{kind}": kind for kind in numbering.KINDS}
    boss = client_of(world.boss)
    assert boss.post("/orders/settings/", {**days, **prefixes}).status_code == 303
    assert "1,200.00" not in page(finance, "/payments/due/?bucket=late")
