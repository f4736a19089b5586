from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.sales import totals
from zhuixiao.sales.totals import Part

parts = st.builds(
    Part,
    quantity=st.integers(1, 10**7),
    price=st.integers(0, 10**9),
    discount_bp=st.integers(0, 10_000),
    tax_bp=st.sampled_from([0, 100, 300, 600, 900, 1_300]),
)


def test_a_line_is_quantity_times_price_less_its_discount() -> None:
    assert totals.line_amount(Part(quantity=10_000, price=1_200_000)) == 120_000
    assert totals.line_amount(Part(quantity=3_500, price=99, discount_bp=1_000)) == 3


def test_tax_is_taken_out_of_the_amount() -> None:
    assert totals.tax_in(11_300, 1_300) == 1_300


@given(st.lists(parts, min_size=1, max_size=12), st.data())
def test_the_lines_add_up_to_the_whole_at_any_rate(lines: list[Part], data: st.DataObject) -> None:
    whole = sum(map(totals.line_amount, lines))
    discount = data.draw(st.integers(0, whole))
    rate = data.draw(st.integers(1, 10**8))
    sums = totals.sums(lines, discount=discount, rate_e6=rate)
    assert sum(row.amount for row in sums) == whole - discount
    assert sum(row.base for row in sums) == totals.in_base(whole - discount, rate)
    assert all(row.amount >= 0 and 0 <= row.tax <= row.amount for row in sums)


@given(st.integers(0, 10**13), st.lists(st.integers(0, 10**12), max_size=20))
def test_what_is_spread_adds_up(total: int, weights: list[int]) -> None:
    shares = totals.spread(total, weights)
    assert len(shares) == len(weights)
    assert not weights or sum(shares) == total
