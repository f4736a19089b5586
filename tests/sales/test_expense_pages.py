"""The pages of expenses and claims, as people use them."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.sales.test_expenses import Spend, option, spend, taxi
from tests.world import World, actor, role
from zhuixiao.approvals.models import Request
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.models import Customer
from zhuixiao.files.models import StoredFile
from zhuixiao.sales.actions import expense_claims, spending
from zhuixiao.sales.actions.spending import NewExpense
from zhuixiao.sales.choices import ClaimState
from zhuixiao.sales.models import Expense, ExpenseClaim

__all__ = ["spend", "taxi"]
HTMX = {"HX-Request": "true"}


def picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(held, "PNG")
    return held.getvalue()


def typed(**values: object) -> dict[str, object]:
    """What the form sends for a taxi."""
    return {
        "amount": "35.50",
        "type": option("travel").pk,
        "spent_on": TODAY.isoformat(),
        "purpose": "打车",
        **values,
    }


def test_an_expense_is_written_down_with_its_receipt(world: World, client_of: ClientOf) -> None:
    upload = SimpleUploadedFile("发票.png", picture())
    client_of(world.zheng).post("/expenses/new/", typed(upload=upload))
    expense = Expense.objects.get()
    assert (expense.amount, expense.employee) == (3_550, world.zheng)
    file = StoredFile.objects.get()
    assert (file.kind, file.record_id) == ("expense", expense.pk)
    page = client_of(world.manager).get(f"/expenses/{expense.pk}/").content.decode()
    assert "35.50" in page
    assert f"/files/{file.pk}/thumb/" in page
    assert client_of(world.manager).get(f"/files/{file.pk}/").status_code == 200
    assert client_of(world.chen).get(f"/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "abc"}, "amount"),
        ({"type": "0"}, "type"),
        ({"purpose": ""}, "purpose"),
        ({"customer": "99999999999999999999"}, "customer"),
    ],
)
def test_a_wrong_form_comes_back_with_what_is_wrong(
    world: World, client_of: ClientOf, wrong: dict[str, str], said: str
) -> None:
    answer = client_of(world.zheng).post("/expenses/new/", typed(**wrong), headers=HTMX)
    assert answer.status_code == 422
    assert said in answer.context["form"].errors
    assert not Expense.objects.exists()


def test_the_customer_page_leads_to_a_form_for_it(
    world: World, client_of: ClientOf, place_order: PlaceOrder, customer: Customer
) -> None:
    order = place_order()
    page = client_of(world.zheng).get(f"/expenses/new/?order={order.pk}").content.decode()
    assert customer.name in page
    assert f'<option value="{order.pk}" selected>' in page
    client_of(world.zheng).post("/expenses/new/", typed(order=order.pk, customer=customer.pk))
    panel = client_of(world.zheng).get(f"/expenses/of-order/{order.pk}/").content.decode()
    assert "打车" in panel


def test_a_panel_shows_only_what_its_reader_may_see(
    world: World, client_of: ClientOf, spend: Spend, customer: Customer
) -> None:
    spend(customer_id=customer.pk)
    url = f"/expenses/of-customer/{customer.pk}/"
    assert "打车去客户处" in client_of(world.manager).get(url).content.decode()
    gift = NewExpense(TODAY, option("gifts").pk, 100, "老板的礼品", customer_id=customer.pk)
    spending.add(by=actor(world.boss), new=gift)
    assert "老板的礼品" not in client_of(world.zheng).get(url).content.decode()


def test_the_list_adds_up_by_type(world: World, client_of: ClientOf, spend: Spend) -> None:
    spend()
    spend(type_id=option("meals").pk, amount=20_000)
    page = client_of(world.zheng).get("/expenses/?range=all")
    assert page.context["total"] == 23_550
    ((first, url), _second) = page.context["sums"]
    assert first.amount == 20_000
    narrowed = client_of(world.zheng).get(url)
    assert narrowed.context["total"] == 20_000
    assert narrowed.context["page"].paginator.count == 1


@pytest.mark.parametrize(
    "junk", ["range=x", "type=x&person=-1", "start=9&end=z&range=other", "page=z"]
)
def test_a_damaged_filter_refuses_nobody(world: World, client_of: ClientOf, junk: str) -> None:
    for url in ("/expenses/", "/claims/", "/shipments/"):
        assert client_of(world.boss).get(f"{url}?{junk}").status_code == 200


def test_a_claim_goes_from_ticks_to_the_boss_of_the_department(
    world: World, client_of: ClientOf, spend: Spend
) -> None:
    first, second = spend(), spend(amount=1_000)
    client = client_of(world.zheng)
    assert "71.00" not in client.get("/claims/new/").content.decode()
    client.post("/claims/new/", {"expenses": [first.pk, second.pk], "submit": "1"})
    claim = ExpenseClaim.objects.get()
    assert (claim.amount, claim.state) == (4_550, ClaimState.ASKED)
    request = Request.objects.get()
    page = client_of(world.manager).get(f"/approvals/{request.pk}/").content.decode()
    assert "45.50" in page
    client_of(world.manager).post(f"/approvals/{request.pk}/decision/", {"decision": "approve"})
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    claim.refresh_from_db()
    assert claim.state == ClaimState.APPROVED
    assert "/payout/" not in page
    paying = client_of(world.finance)
    assert "/payout/" in paying.get(f"/claims/{claim.pk}/").content.decode()
    paying.post(f"/claims/{claim.pk}/payout/", {"on": TODAY.isoformat()})
    claim.refresh_from_db()
    assert claim.paid_on == TODAY


def test_others_do_not_pay_out(world: World, client_of: ClientOf, spend: Spend) -> None:
    claim = expense_claims.draft(by=actor(world.zheng), expense_ids=[spend().pk])
    ExpenseClaim.objects.update(state=ClaimState.APPROVED)
    for one in (world.zheng, world.manager):
        answer = client_of(one).post(f"/claims/{claim.pk}/payout/", {"on": TODAY.isoformat()})
        assert answer.status_code == 403


def test_a_conflict_shows_what_the_other_wrote(
    world: World, client_of: ClientOf, spend: Spend, taxi: NewExpense
) -> None:
    expense = spend()
    spending.change(by=actor(world.finance), expense=expense, new=replace(taxi, amount=4_000))
    url = f"/expenses/{expense.pk}/edit/"
    sent = typed(amount="50.00", purpose=expense.purpose, version="1")
    answer = client_of(world.zheng).post(url, sent, headers=HTMX)
    assert answer.status_code == 409
    assert "40.00" in answer.content.decode()
    client_of(world.zheng).post(url, sent | {"keep": "amount", "keep_version": "2"}, headers=HTMX)
    expense.refresh_from_db()
    assert expense.amount == 5_000


def test_the_lists_cost_the_same_with_thrice_as_much_on_them(
    world: World, client_of: ClientOf, spend: Spend, add_customer: AddCustomer
) -> None:
    def live(number: int) -> None:
        customer = add_customer(f"佛山恒达{number}")
        for one in (world.zheng, world.chen):
            ids = [spend(by=one).pk, spend(by=one).pk]
            expense_claims.draft(by=actor(one), expense_ids=ids[:1])
        spend(customer_id=customer.pk)

    live(0)
    expense, claim = Expense.objects.order_by("pk")[0], ExpenseClaim.objects.order_by("pk")[0]
    pages = {
        "sales.expenses": "/expenses/?range=all",
        "sales.expense": f"/expenses/{expense.pk}/",
        "sales.claims": "/claims/",
        "sales.claim": f"/claims/{claim.pk}/",
        "sales.claim_new": "/claims/new/",
    }
    for round_of in range(2):
        for name, url in pages.items():
            client = client_of(world.boss if name != "sales.claim_new" else world.zheng)
            client.get(url)
            with pinned(name):
                client.get(url)
        if not round_of:
            for number in range(1, 4):
                live(number)


def test_a_customer_that_was_given_away_is_named_and_not_opened(
    world: World, client_of: ClientOf, spend: Spend, customer: Customer
) -> None:
    expense = spend(customer_id=customer.pk)
    transferring.transfer(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    page = client_of(world.zheng).get(f"/expenses/{expense.pk}/").content.decode()
    assert customer.name in page
    assert f"/customers/{customer.pk}/" not in page


def test_a_colleague_s_expense_names_no_customer_that_the_reader_may_not_see(
    world: World, client_of: ClientOf, spend: Spend, customer: Customer
) -> None:
    expense = spend(customer_id=customer.pk)
    claim = expense_claims.draft(by=actor(world.zheng), expense_ids=[expense.pk])
    pages = ["/expenses/?range=all", f"/expenses/{expense.pk}/", f"/claims/{claim.pk}/"]
    for url in pages:
        assert customer.name in client_of(world.manager).get(url).content.decode()
    transferring.transfer(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    for url in pages:
        assert customer.name in client_of(world.zheng).get(url).content.decode()
        assert customer.name not in client_of(world.manager).get(url).content.decode()


def test_who_corrects_a_colleague_s_expense_keeps_the_customer_he_may_not_see(
    world: World, client_of: ClientOf, spend: Spend, customer: Customer
) -> None:
    expense = spend(customer_id=customer.pk)
    transferring.transfer(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    manager = role("manager")
    manager.grants["modules"] = {
        **manager.grants.get("modules", {}),
        "expenses": {"scope": "subtree", "actions": ["view", "create", "edit", "manage"]},
    }
    manager.save()
    client, url = client_of(world.manager), f"/expenses/{expense.pk}/edit/"
    page = client.get(url).content.decode()
    assert customer.name not in page
    assert f'value="{customer.pk}" selected' in page
    sent = typed(customer=customer.pk, purpose="打车去展会", version=1)
    assert client.post(url, sent, headers=HTMX).status_code == 204
    expense.refresh_from_db()
    assert (expense.customer_id, expense.purpose) == (customer.pk, "打车去展会")


def test_a_claim_that_two_windows_change_can_be_saved_after_the_warning(
    world: World, client_of: ClientOf, spend: Spend
) -> None:
    first, second = spend(), spend()
    claim = expense_claims.draft(by=actor(world.zheng), expense_ids=[first.pk])
    expense_claims.change(
        by=actor(world.zheng), claim=claim, expense_ids=[first.pk], note="三月", version=2
    )
    client, url = client_of(world.zheng), f"/claims/{claim.pk}/edit/"
    sent = {"expenses": [first.pk, second.pk], "note": "出差", "version": 2}
    answer = client.post(url, sent)
    assert answer.status_code == 409
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode())
    assert version
    assert client.post(url, sent | {"version": version[1]}).status_code == 303
    claim.refresh_from_db()
    assert (claim.note, claim.expenses.count()) == ("出差", 2)


def test_who_may_write_no_expenses_is_offered_none(world: World, client_of: ClientOf) -> None:
    sales = role("sales")
    sales.grants["modules"] = {
        **sales.grants.get("modules", {}),
        "expenses": {"scope": "own", "actions": ["view"]},
    }
    sales.save()
    client = client_of(world.zheng)
    for url in ("/expenses/", "/claims/"):
        assert f"{url}new/" not in client.get(url).content.decode()
