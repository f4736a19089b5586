"""Declaring metrics and kinds of facts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.ledger.conftest import BUYERS, SOLD, VISITS, Stall
from zhuixiao.ledger import catalogue, facts, sources
from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio


def test_a_key_or_an_id_is_declared_once(stall: Stall) -> None:
    with pytest.raises(ValueError, match="twice"):
        catalogue.register(replace(SOLD, id=999))
    with pytest.raises(ValueError, match="taken"):
        catalogue.register(replace(SOLD, key="stall.other"))
    with pytest.raises(ValueError, match="twice"):
        facts.register(replace(facts.get("sale"), id=98))
    with pytest.raises(ValueError, match="source"):
        sources.register("sale", stall.ids, stall.postings_of)


def test_a_metric_without_a_source_cannot_count_customers() -> None:
    with pytest.raises(ValueError, match="no source"):
        replace(BUYERS, source="")


def test_employee_and_time_are_no_optional_dimensions() -> None:
    with pytest.raises(ValueError, match="not optional"):
        replace(SOLD, dims=frozenset({Dimension.EMPLOYEE}))


def test_a_metric_keeps_what_its_source_keeps(stall: Stall) -> None:
    assert BUYERS.keeps(Dimension.PRODUCT)
    assert not BUYERS.keeps(Dimension.OPTION)
    assert VISITS.keeps(Dimension.OPTION)
    assert VISITS.keeps(Dimension.EMPLOYEE)


@pytest.mark.parametrize(
    ("unit", "above", "below", "value"),
    [
        ("percent", 1, 8, 1250),
        ("percent", 2, 3, 6667),
        ("percent", -1, 8, -1250),
        ("money", 1000, 3, 333),
        ("money", 5, 2, 3),
        ("number", 10, 4, Decimal("2.50")),
        ("percent", 0, 5, 0),
        ("percent", 5, 0, None),
        ("money", 0, 0, None),
    ],
)
def test_a_ratio_is_rounded_half_up_and_nothing_over_nothing_is_nothing(
    unit: str, above: int, below: int, value: object
) -> None:
    ratio = Ratio("r", "R", unit, "a", "b")  # type: ignore[arg-type]
    assert ratio.of(above, below) == value


def test_a_metric_or_ratio_is_found_by_key_and_only_metrics_by_id(stall: Stall) -> None:
    assert isinstance(catalogue.find("stall.average"), Ratio)
    assert isinstance(catalogue.find("stall.sold"), Metric)
    assert catalogue.by_id(901) == SOLD
    with pytest.raises(KeyError):
        catalogue.get("stall.average")
