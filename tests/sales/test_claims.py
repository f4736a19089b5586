"""报销单: nothing is approved but by its approvers, and its sum is that of its expenses."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sales.conftest import TODAY
from tests.sales.test_expenses import Spend, spend, taxi
from tests.world import World, actor
from zhuixiao.accounts import holdings
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.choices import State
from zhuixiao.approvals.models import Request, Turn
from zhuixiao.approvals.queries import inbox
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.sales.actions import expense_claims, spending
from zhuixiao.sales.actions.spending import NewExpense
from zhuixiao.sales.choices import ClaimState
from zhuixiao.sales.models import Expense, ExpenseClaim
from zhuixiao.sales.queries import claims

__all__ = ["spend", "taxi"]


@pytest.fixture
def claim(world: World, spend: Spend) -> ExpenseClaim:
    """Two taxis of 郑斌, 71.00 together, a draft."""
    ids = [spend().pk, spend(purpose="打车回来").pk]
    return expense_claims.draft(by=actor(world.zheng), expense_ids=ids, note="三月出差")


def submit(world: World, claim: ExpenseClaim) -> Request:
    held = expense_claims.submit(by=actor(world.zheng), claim=claim)
    assert held.request is not None
    return held.request


def state(claim: ExpenseClaim) -> str:
    claim.refresh_from_db()
    return claim.state


def test_a_claim_collects_own_expenses(claim: ExpenseClaim) -> None:
    assert (claim.number, claim.amount, claim.state) == ("BX20260302-001", 7_100, "draft")


def test_an_expense_is_claimed_once(world: World, claim: ExpenseClaim) -> None:
    with pytest.raises(Invalid):
        expense_claims.draft(
            by=actor(world.zheng), expense_ids=[row.pk for row in claim.expenses.all()]
        )
    assert ExpenseClaim.objects.count() == 1


def test_nobody_claims_what_others_spent(world: World, spend: Spend) -> None:
    with pytest.raises(Invalid):
        expense_claims.draft(by=actor(world.chen), expense_ids=[spend().pk])


def test_nothing_is_approved_before_the_head_agrees(world: World, claim: ExpenseClaim) -> None:
    request = submit(world, claim)
    assert state(claim) == ClaimState.ASKED
    assert [turn.approver for turn in Turn.objects.filter(request=request)] == [world.manager]
    with pytest.raises(NotAllowed):
        deciding.approve(by=actor(world.zheng), request=request)
    with pytest.raises(RuleError):
        expense_claims.pay(by=actor(world.finance), claim=claim, on=TODAY)
    deciding.approve(by=actor(world.manager), request=request)
    assert state(claim) == ClaimState.APPROVED
    assert claim.amount == 7_100


def test_finance_agrees_too_above_five_thousand(world: World, spend: Spend) -> None:
    ids = [spend(amount=500_000).pk]
    small = expense_claims.draft(by=actor(world.zheng), expense_ids=ids)
    ids = [spend(amount=500_001).pk]
    large = expense_claims.draft(by=actor(world.zheng), expense_ids=ids)
    first, second = submit(world, small), submit(world, large)
    deciding.approve(by=actor(world.manager), request=first)
    deciding.approve(by=actor(world.manager), request=second)
    assert (state(small), state(large)) == (ClaimState.APPROVED, ClaimState.ASKED)
    deciding.approve(by=actor(world.finance), request=second)
    assert state(large) == ClaimState.APPROVED


def test_a_head_does_not_decide_the_own_claim(world: World, spend: Spend) -> None:
    expense = spend(by=world.manager)
    claim = expense_claims.draft(by=actor(world.manager), expense_ids=[expense.pk])
    held = expense_claims.submit(by=actor(world.manager), claim=claim)
    assert held.state == ClaimState.ASKED
    assert [turn.approver for turn in Turn.objects.all()] == [world.boss]


def test_a_refused_claim_comes_back_with_the_reason(world: World, claim: ExpenseClaim) -> None:
    request = submit(world, claim)
    deciding.reject(by=actor(world.manager), request=request, note="缺发票")
    assert state(claim) == ClaimState.REFUSED
    turn = claims.refusal(claim)
    assert turn is not None
    assert (turn.approver, turn.note) == (world.manager, "缺发票")
    again = submit(world, claim)
    assert again.pk != request.pk
    deciding.approve(by=actor(world.manager), request=again)
    assert state(claim) == ClaimState.APPROVED


def test_a_claim_is_withdrawn_while_nobody_has_decided(world: World, claim: ExpenseClaim) -> None:
    request = submit(world, claim)
    claim.refresh_from_db()
    with pytest.raises(NotAllowed):
        expense_claims.withdraw(by=actor(world.chen), claim=claim)
    expense_claims.withdraw(by=actor(world.zheng), claim=claim)
    assert state(claim) == ClaimState.DRAFT
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN


def test_every_step_of_a_claim_stands_in_the_log(
    world: World, claim: ExpenseClaim, spend: Spend
) -> None:
    by = actor(world.zheng)
    other = spend(purpose="打车去展会")
    expense_claims.change(by=by, claim=claim, expense_ids=[other.pk], note="")
    submit(world, claim)
    claim.refresh_from_db()
    expense_claims.withdraw(by=by, claim=claim)
    deciding.approve(by=actor(world.manager), request=submit(world, claim))
    expense_claims.pay(by=actor(world.finance), claim=claim, on=TODAY)
    expense_claims.take_payment_back(by=actor(world.finance), claim=claim)
    log = AuditEntry.objects.filter(kind=expense_claims.KIND, record_id=claim.pk).order_by("pk")
    assert [entry.action for entry in log] == [
        "create", "edit", "submit", "withdraw", "submit", "approve", "pay", "take_payment_back",
    ]  # fmt: skip
    assert log[1].changes["expenses"][1] == [other.pk]
    assert log[6].changes["paid_on"] == [None, TODAY.isoformat()]


def test_what_is_asked_stands_still(world: World, claim: ExpenseClaim, taxi: NewExpense) -> None:
    submit(world, claim)
    by, expense = actor(world.zheng), claim.expenses.order_by("pk")[0]
    for act in (
        lambda: spending.change(by=by, expense=expense, new=replace(taxi, amount=1)),
        lambda: spending.delete(by=by, expense=expense),
        lambda: expense_claims.change(by=by, claim=claim, expense_ids=[], note=""),
        lambda: expense_claims.delete(by=by, claim=claim),
        lambda: expense_claims.submit(by=by, claim=claim),
    ):
        with pytest.raises(RuleError):
            act()
    assert ExpenseClaim.objects.get().amount == 7_100


def test_a_claim_that_is_not_what_was_asked_takes_no_effect(
    world: World, claim: ExpenseClaim
) -> None:
    request = submit(world, claim)
    claim.expenses.update(amount=9_999)
    with pytest.raises(RuleError):
        deciding.approve(by=actor(world.manager), request=request)
    assert state(claim) == ClaimState.ASKED


def test_an_empty_claim_is_not_handed_in(world: World) -> None:
    claim = expense_claims.draft(by=actor(world.zheng), expense_ids=[])
    with pytest.raises(RuleError):
        expense_claims.submit(by=actor(world.zheng), claim=claim)


def test_a_dropped_draft_frees_its_expenses(world: World, claim: ExpenseClaim) -> None:
    expense_claims.delete(by=actor(world.zheng), claim=claim)
    assert not ExpenseClaim.objects.exists()
    assert Expense.objects.filter(claim=None).count() == 2


def test_two_who_change_a_draft_meet(world: World, claim: ExpenseClaim) -> None:
    by = actor(world.zheng)
    expense_claims.change(by=by, claim=claim, expense_ids=[], note="", version=claim.version)
    with pytest.raises(Conflict):
        expense_claims.change(by=by, claim=claim, expense_ids=[], note="x", version=claim.version)


def test_finance_pays_out_what_is_approved(world: World, claim: ExpenseClaim) -> None:
    deciding.approve(by=actor(world.manager), request=submit(world, claim))
    for other in (world.zheng, world.manager):
        with pytest.raises(NotAllowed):
            expense_claims.pay(by=actor(other), claim=claim, on=TODAY)
    expense_claims.pay(by=actor(world.finance), claim=claim, on=TODAY)
    assert (state(claim), claim.paid_on) == (ClaimState.PAID, TODAY)
    expense_claims.take_payment_back(by=actor(world.finance), claim=claim)
    assert (state(claim), claim.paid_on) == (ClaimState.APPROVED, None)


def test_the_approver_reads_each_expense_and_the_sum(world: World, claim: ExpenseClaim) -> None:
    request = submit(world, claim)
    told = claims.lines(request.payload, world.manager)
    assert [str(value).partition(" ·")[0] for _label, value in told] == [
        "35.50",
        "35.50",
        "三月出差",
        "71.00",
    ]
    assert inbox.waiting_count(world.manager.pk) == 1


def test_open_claims_of_a_leaver_are_counted_and_stay(world: World, claim: ExpenseClaim) -> None:
    kind = next(one for one in holdings.all_kinds() if one.key == "expense_claims")
    by = actor(world.boss)
    assert kind.count(world.zheng, by.at) == 1
    assert kind.hand_over(by, world.zheng, [world.chen], "") == 0
    claim.refresh_from_db()
    assert claim.employee == world.zheng


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["spend", "raise", "delete", "put", "take", "submit", "refuse", "withdraw"]
        ),
        st.integers(0, 5),
        st.integers(1, 10**6),
    ),
    max_size=25,
)


@given(steps)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_claim_comes_to_the_sum_of_its_expenses_whatever_happens(
    world: World, taxi: NewExpense, history: list[tuple[str, int, int]]
) -> None:
    by = actor(world.zheng)
    claim = expense_claims.draft(by=by, expense_ids=[])
    mine: list[Expense] = []
    for what, which, amount in history:
        claim.refresh_from_db()
        expense = mine[which % len(mine)] if mine else None
        held = set(claim.expenses.values_list("pk", flat=True))
        new = replace(taxi, amount=amount)
        try:
            if what == "spend":
                mine.append(spending.add(by=by, new=new))
            elif what == "submit":
                expense_claims.submit(by=by, claim=claim)
            elif what == "withdraw":
                expense_claims.withdraw(by=by, claim=claim)
            elif what == "refuse" and claim.request:
                deciding.reject(by=actor(world.manager), request=claim.request, note="x")
            elif expense and what == "raise":
                spending.change(by=by, expense=expense, new=new)
            elif expense and what == "delete":
                spending.delete(by=by, expense=expense)
            elif expense and what in {"put", "take"}:
                ids = held | {expense.pk} if what == "put" else held - {expense.pk}
                expense_claims.change(by=by, claim=claim, expense_ids=ids, note="")
        except RuleError:
            pass
        claim.refresh_from_db()
        assert claim.amount == sum(claim.expenses.values_list("amount", flat=True))
    assert checks.verify() == []
