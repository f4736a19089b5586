"""Verify and rebuild, and their command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.ledger.conftest import Stall, sale
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks, sources
from zhuixiao.ledger.checks import sums, verifying
from zhuixiao.ledger.models import CustomerRollup, Entry, Rollup

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(stall: Stall) -> Stall:
    stall.post_all({number: sale(day=number * 9, customer=number) for number in range(1, 8)})
    return stall


def found() -> list[str]:
    return [str(difference) for difference in checks.verify()]


def test_a_ledger_that_agrees_has_no_differences(trade: Stall) -> None:
    assert found() == []


def test_a_touched_sum_is_found(trade: Stall) -> None:
    Rollup.objects.filter(metric=901, day=20251224).update(quantity=6)
    assert found() == [
        "sum of stall.sold on 2025-12-24, employee_id 1, department_id 2, product_id 1: "
        "found 1 entries, quantity +5, expected 1"
    ]


def test_a_lost_sum_and_a_sum_of_nothing_are_found(trade: Stall) -> None:
    Rollup.objects.filter(metric=901, day=20251224).delete()
    zeros = dict.fromkeys(["channel_id", "product_id", "region_id", "option_id"], 0)
    sums_of_nothing = dict.fromkeys(["quantity", "amount", "cost", "entries"], 0)
    Rollup.objects.create(
        metric=902, day=20300101, employee_id=5, department_id=1, **zeros, **sums_of_nothing
    )
    texts = found()
    assert len(texts) == 2
    assert "found 0 entries, quantity -1, cost -90, expected 1" in texts[0]
    assert "stall.takings on 2030-01-01, employee_id 5" in texts[1]


def test_a_touched_sum_of_a_customer_is_found_in_any_stretch(
    trade: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "_CUSTOMERS", 2)
    CustomerRollup.objects.filter(metric=902, customer_id=7).update(amount=1)
    assert found() == ["sum of customer 7, stall.takings: found 1 entries, amount -249, expected 1"]


def test_a_metric_that_nobody_declares_is_found(trade: Stall) -> None:
    Entry.objects.filter(metric=903).update(metric=33)
    assert any(text.startswith("metric 33: ") for text in found())


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_a_fact_that_changed_without_posting_is_found(
    trade: Stall, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(verifying, "BATCH", batch)
    trade.sales[3] = sale(day=27, customer=3, pieces=4)
    trade.sales[10] = sale()
    del trade.sales[5]
    del trade.sales[7]
    texts = found()
    assert {text.partition(":")[0] for text in texts} == {"sale 3", "sale 5", "sale 7", "sale 10"}
    assert len(texts) == 4
    assert "sale 5: found 3 entries, expected no such fact" in texts
    changed = next(text for text in texts if text.startswith("sale 3:"))
    assert "metric 901 quantity 1 cost 90" in changed
    assert "metric 901 quantity 4 cost 360" in changed
    assert "metric 903" not in changed


def test_a_line_that_stands_there_twice_is_found(trade: Stall) -> None:
    twin = Entry.objects.filter(fact_id=4, metric=903).get()
    twin.pk, twin.line = None, 9
    twin.save(force_insert=True)
    assert any(text.startswith("sale 4: found [at ") for text in found())


def test_entries_that_no_source_can_recompute_are_found_and_never_thrown_away(
    trade: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_sources", {})
    assert found() == ["fact kind 99: found entries, expected a source that recomputes them"]
    with pytest.raises(RuleError):
        checks.rebuild()
    assert Entry.objects.count() == 21


def test_a_source_whose_ids_do_not_ascend_is_refused(
    trade: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_sources", {})
    sources.register("sale", lambda: [2, 1], trade.postings_of)
    with pytest.raises(ValueError, match="ascending"):
        checks.verify()


def test_rebuild_repairs_everything(trade: Stall) -> None:
    Rollup.objects.update(quantity=1000)
    CustomerRollup.objects.all().delete()
    Entry.objects.filter(metric=902).delete()
    trade.sales[3] = sale(day=27, customer=3, pieces=4)
    assert checks.rebuild() == 7
    assert found() == []
    assert Rollup.objects.get(metric=901, day=20260111).quantity == 4


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_breaks_off_changes_nothing(
    trade: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(ids: object) -> dict[int, object]:
        raise OSError("the disk is full")

    monkeypatch.setattr(sources, "_sources", {})
    sources.register("sale", trade.ids, broken)  # type: ignore[arg-type]
    before = list(Entry.objects.values_list("pk", flat=True))
    with pytest.raises(OSError, match="disk"):
        checks.rebuild()
    assert list(Entry.objects.values_list("pk", flat=True)) == before
    assert Rollup.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_verify_reads_one_instant_and_leaves_no_transaction_behind(trade: Stall) -> None:
    assert found() == []
    trade.post(9, sale())
    assert found() == []


def test_the_command_says_that_all_agrees_or_ends_with_code_1(trade: Stall) -> None:
    out, err = StringIO(), StringIO()
    call_command("ledger", "verify", stdout=out, stderr=err)
    assert out.getvalue() == "汇总、分录与业务记录完全一致\n"
    assert "sale: 7" in err.getvalue()
    Rollup.objects.filter(metric=901, day=20251224).update(quantity=6)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("ledger", "verify", stdout=out, stderr=err)
    assert end.value.code == 1
    assert len(out.getvalue().splitlines()) == 1
    call_command("ledger", "rebuild", stdout=out, stderr=err)
    assert "已重新入账 7 条业务记录" in out.getvalue()
    assert found() == []


def test_another_word_is_a_mistake_of_usage(trade: Stall) -> None:
    with pytest.raises(CommandError):
        call_command("ledger", "burn")
