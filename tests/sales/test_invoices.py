"""Invoices within what the order leaves, red ones within what was issued, titles that fit."""

from dataclasses import replace
from datetime import date

import pytest

from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.sales.money import COMPANY, give_back
from tests.world import World, actor
from zhuixiao.accounts.models import Company
from zhuixiao.customers.actions import creating, erasing, merging
from zhuixiao.customers.models import Customer
from zhuixiao.customers.persons import Person
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice
from zhuixiao.sales.actions import ending, invoicing, paying, titling
from zhuixiao.sales.actions.invoicing import NewInvoice, Paper
from zhuixiao.sales.actions.payment_values import NewPayment
from zhuixiao.sales.actions.titling import TitleValues
from zhuixiao.sales.models import Invoice, InvoiceTitle, Order, Payment

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def title(world: World, customer: Customer) -> InvoiceTitle:
    return titling.add(by=actor(world.zheng), customer=customer, values=COMPANY)


def ask(world: World, order: Order, title: InvoiceTitle, amount: int, **values: object) -> Invoice:
    new = NewInvoice(order.pk, amount, title.pk, **values)  # type: ignore[arg-type]
    return invoicing.ask(by=actor(world.zheng), new=new)


def issue(world: World, invoice: Invoice, number: str = "25442000000012345678") -> Invoice:
    paper = Paper(number, TODAY, "顺丰 SF123")
    return invoicing.issue(by=actor(world.finance), invoice=invoice, paper=paper)


def invoiced(order: Order) -> int:
    order.refresh_from_db()
    return int(order.invoiced)


def counted(world: World) -> object:
    names = ["invoices.amount"]
    return query(names, period=MARCH, visible_to=world.boss).total.values[names[0]]


def test_an_invoice_counts_in_the_ledger_once_it_is_issued(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order = place_order()
    invoice = ask(world, order, title, 113_000, kind="special", tax_bp=1_300)
    assert (invoice.tax, invoiced(order), counted(world)) == (13_000, 113_000, 0)
    issue(world, invoice)
    assert counted(world) == 113_000
    assert Notice.objects.filter(employee=world.zheng, kind="sales.invoice").exists()
    assert checks.verify() == []


def test_asked_and_issued_stay_within_the_contract_after_returns(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order = place_order()
    ask(world, order, title, 70_000)
    give_back(order, 20_000, by=actor(world.boss))
    with pytest.raises(RuleError) as refused:
        ask(world, order, title, 30_001)
    assert refused.value.code == "ceiling"
    second = ask(world, order, title, 30_000)
    invoicing.withdraw(by=actor(world.zheng), invoice=second)
    assert invoiced(order) == 70_000


def test_a_red_invoice_takes_back_up_to_the_rest_and_frees_it_when_issued(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order, by = place_order(), actor(world.finance)
    invoice = issue(world, ask(world, order, title, 120_000))
    red = invoicing.ask_red(by=by, invoice=invoice, amount=50_000)
    with pytest.raises(RuleError):
        invoicing.ask_red(by=by, invoice=invoice, amount=70_001)
    assert invoiced(order) == 120_000
    issue(world, red, "R1")
    assert (invoiced(order), counted(world)) == (70_000, 70_000)
    with pytest.raises(RuleError):
        invoicing.void(by=by, invoice=invoice)
    ask(world, order, title, 50_000)
    with pytest.raises(RuleError):
        invoicing.void(by=by, invoice=red)
    assert checks.verify() == []


def test_nothing_is_issued_above_what_the_order_comes_to_by_then(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order = place_order()
    first, second = (ask(world, order, title, 60_000) for _number in range(2))
    give_back(order, 30_000, by=actor(world.boss))
    issue(world, first)
    with pytest.raises(RuleError) as refused:
        issue(world, second, "N2")
    assert "300.00" in str(refused.value)
    invoicing.withdraw(by=actor(world.zheng), invoice=second)
    issue(world, ask(world, order, title, 30_000), "N3")
    assert invoiced(order) == counted(world) == 90_000


def test_a_void_order_keeps_its_invoices_and_the_red_ones(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order, by = place_order(), actor(world.finance)
    invoice = issue(world, ask(world, order, title, 60_000))
    red = issue(world, invoicing.ask_red(by=by, invoice=invoice, amount=60_000), "R1")
    ending.void(by=by, order=order, reason="客户不要了")
    with pytest.raises(RuleError) as refused:
        invoicing.void(by=by, invoice=red)
    assert refused.value.code == "not_in_force"
    assert (invoiced(order), counted(world)) == (0, 0)


def test_red_invoices_take_back_what_was_counted_whatever_the_rate_is_now(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order, by = place_order(currency="USD", rate_e6=7_123_457), actor(world.finance)
    invoice = issue(world, ask(world, order, title, 100))
    Order.objects.filter(pk=order.pk).update(rate_e6=6_000_000)
    for number, amount in enumerate((33, 33, 34)):
        red = invoicing.ask_red(by=by, invoice=invoice, amount=amount)
        issue(world, red, f"R{number}")
    assert counted(world) == 0


def test_a_void_invoice_counts_no_more(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order = place_order()
    invoice = issue(world, ask(world, order, title, 120_000))
    invoicing.void(by=actor(world.finance), invoice=invoice)
    assert (invoiced(order), counted(world)) == (0, 0)


def test_a_number_stands_once_and_a_closed_month_stays(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    order = place_order()
    first = issue(world, ask(world, order, title, 1_000))
    second = ask(world, order, title, 1_000)
    with pytest.raises(Invalid):
        issue(world, second)
    with pytest.raises(Invalid):
        issue(world, second, "  ")
    company = Company.objects.get()
    company.settings["sales.closed_until"] = "2026-03-02"
    company.save()
    with pytest.raises(RuleError):
        issue(world, second, "N2")
    with pytest.raises(RuleError):
        invoicing.void(by=actor(world.finance), invoice=first)


def test_sales_ask_and_finance_issues(
    world: World, place_order: PlaceOrder, title: InvoiceTitle
) -> None:
    invoice = ask(world, place_order(), title, 1_000)
    with pytest.raises(NotAllowed):
        invoicing.issue(by=actor(world.zheng), invoice=invoice, paper=Paper("1", TODAY))
    with pytest.raises(NotAllowed):
        invoicing.withdraw(by=actor(world.li), invoice=invoice)


def test_a_special_invoice_needs_a_company_with_all_of_it(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    order, by = place_order(), actor(world.zheng)
    short = titling.add(by=by, customer=customer, values=replace(COMPANY, bank=""))
    person = titling.add(by=by, customer=customer, values=TitleValues(name="梁耀安", kind="person"))
    for wrong in (short, person):
        with pytest.raises(Invalid) as refused:
            ask(world, order, wrong, 1_000, kind="special")
        assert set(refused.value.errors) == {"title"}
    assert ask(world, order, person, 1_000).title["name"] == "梁耀安"


def test_titles_are_checked_and_one_is_the_usual_one(world: World, customer: Customer) -> None:
    by = actor(world.zheng)
    for wrong in (
        replace(COMPANY, tax_number="91350100M000100Y44"),
        replace(COMPANY, tax_number=""),
        replace(COMPANY, name=" "),
        replace(COMPANY, email="x"),
        replace(COMPANY, kind="club"),
        replace(COMPANY, bank="x" * 81),
    ):
        with pytest.raises(Invalid):
            titling.add(by=by, customer=customer, values=wrong)
    first = titling.add(by=by, customer=customer, values=COMPANY)
    second = titling.add(by=by, customer=customer, values=replace(COMPANY, is_default=True))
    assert [first.is_default, second.is_default] == [True, True]
    usual = InvoiceTitle.objects.filter(customer=customer, is_default=True)
    assert list(usual.all()) == [second]
    titling.remove(by=by, title=second)
    assert list(usual.all()) == [first]
    titling.change(by=by, title=first, values=replace(COMPANY, bank="工商银行"), version=1)
    with pytest.raises(Conflict):
        titling.change(by=by, title=first, values=replace(COMPANY, bank="农业银行"), version=1)
    with pytest.raises(NotAllowed):
        titling.add(by=actor(world.li), customer=customer, values=COMPANY)


def test_two_customers_become_one_with_their_money(
    world: World, place_order: PlaceOrder, title: InvoiceTitle, add_customer: AddCustomer
) -> None:
    other = add_customer("迪宏二店")
    issue(world, ask(world, place_order(), title, 1_000))
    paying.record(by=actor(world.finance), new=NewPayment(title.customer_id, 5_000, TODAY))
    titling.add(by=actor(world.zheng), customer=other, values=COMPANY)
    merge = merging.merge(by=actor(world.manager), winner_id=other.pk, loser_id=title.customer_id)
    assert Payment.objects.get().customer == other
    assert InvoiceTitle.objects.filter(customer=other, is_default=True).count() == 1
    other.refresh_from_db()
    assert other.paid_amount == 5_000
    assert checks.verify() == []
    merging.undo(by=actor(world.manager), merge=merge)
    assert Payment.objects.get().customer_id == title.customer_id
    assert checks.verify() == []


def test_the_title_of_an_erased_person_goes_as_a_whole(world: World) -> None:
    by = actor(world.boss)
    new = creating.NewCustomer({"name": "梁耀安", "kind": "person"}, owner=world.boss)
    person = creating.create(by=by, new=new)
    values = TitleValues(name="梁耀安", kind="person", account="6222000011112222", bank="招行")
    title = titling.add(by=by, customer=person, values=values)
    erasing.erase(by=by, person=Person(person), confirmation="梁耀安")
    title.refresh_from_db()
    assert "6222" not in title.account
    assert (title.name, title.bank) == ("•••", "•••")
