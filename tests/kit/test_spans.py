from datetime import date

import pytest

from zhuixiao.kit.periods import Period
from zhuixiao.kit.spans import Span, SpanForm, period_of

# A Monday in the first quarter.
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (Span.TODAY, TODAY, TODAY),
        (Span.YESTERDAY, date(2026, 3, 1), date(2026, 3, 1)),
        (Span.WEEK, TODAY, date(2026, 3, 8)),
        (Span.LAST_WEEK, date(2026, 2, 23), date(2026, 3, 1)),
        (Span.MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        (Span.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Span.DAYS_30, date(2026, 2, 1), TODAY),
        (Span.DAYS_90, date(2025, 12, 3), TODAY),
        (Span.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (Span.LAST_QUARTER, date(2025, 10, 1), date(2025, 12, 31)),
        (Span.MONTHS_12, date(2025, 4, 1), date(2026, 3, 31)),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (Span.LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
        (Span.OTHER, date(2026, 3, 1), TODAY),
    ],
)
def test_each_span_is_a_period_of_the_calendar(span: Span, start: date, end: date) -> None:
    assert period_of(span, today=TODAY) == Period(start, end)


def test_two_typed_days_come_in_any_order_and_one_may_be_missing() -> None:
    first, last = date(2026, 1, 5), date(2026, 1, 20)
    turned = period_of(Span.OTHER, today=TODAY, start=last, end=first)
    assert turned == Period(first, last)
    assert period_of(Span.OTHER, today=TODAY, end=last) == Period(date(2026, 1, 1), last)
    assert period_of(Span.OTHER, today=TODAY, start=first) == Period(first, TODAY)


def test_a_wrong_value_is_the_usual_span() -> None:
    form = SpanForm({"range": "moon", "start": "x"})
    form.full_clean()
    assert form.span == Span.ALL
    assert form.period(TODAY) is None
