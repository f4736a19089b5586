"""Numbers, moments and marks as templates write them."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

# 15:00 in Shanghai.
NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def written(source: str, language: str = "zh-hans", **context: Any) -> str:
    with (
        time_machine.travel(NOW, tick=False),
        timezone.override(ZoneInfo("Asia/Shanghai")),
        translation.override(language),
    ):
        return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|money }}", 1234500, "12,345.00"),
        ("{{ value|money }}", -5, "-0.05"),
        ("{{ value|money:0 }}", 1234500, "12,345"),
        ("{{ value|money }}", None, "—"),
        ("{{ value|number }}", 1234567, "1,234,567"),
        ("{{ value|number:1 }}", 6.25, "6.2"),
        ("{{ value|percent }}", 1234, "12.3%"),
        ("{{ value|percent:0 }}", 9950, "100%"),
        ("{{ value|percent }}", None, "—"),
        ("{{ value|money_short }}", 999_900, "9,999"),
        ("{{ value|money_short }}", 1_234_500, "1.2 万"),
        ("{{ value|money_short }}", 785_000_000_000, "78.5 亿"),
        ("{{ value|number_short }}", 99_999_960, "1 亿"),
        ("{{ value|number_short }}", 9_999, "9,999"),
        ("{{ value|quantity }}", 1_500, "1.5"),
        ("{{ value|quantity }}", 1_200_000, "1,200"),
        ("{{ value|quantity }}", -1_001, "-1.001"),
        ("{{ value|quantity }}", 0, "0"),
        ("{{ value|quantity }}", None, "—"),
        ('{{ value|figure:"quantity" }}', 10_250, "10.25"),
        ('{{ value|figure:"money" }}', 10_250, "102.50"),
        ('{{ value|figure:"percent" }}', 1_025, "10.3%"),
        ('{{ value|figure:"number" }}', 2.5, "2.50"),
        ('{{ value|figure:"count" }}', 10_250, "10,250"),
        ('{{ value|figure:"percent" }}', None, "—"),
        ('{{ value|figure_short:"quantity" }}', 1_500, "2"),
        ('{{ value|figure_short:"quantity" }}', 123_450_000, "12.3 万"),
        ('{{ value|figure_short:"money" }}', 1_234_500, "1.2 万"),
        ('{{ value|figure_short:"count" }}', 9_999, "9,999"),
        ('{{ value|figure_short:"percent" }}', 1_234, "12.3%"),
        ('{{ value|figure_short:"quantity" }}', None, "—"),
    ],
)
def test_numbers_read_as_people_write_them(source: str, value: object, text: str) -> None:
    assert written(source, value=value) == text


def test_each_phone_of_a_cell_is_dialled_by_itself() -> None:
    source = "{% for text, dialled in value|phones %}[{{ text }}={{ dialled }}]{% endfor %}"
    value = "139 0013 9000/0757-88157777转801"
    expected = "[139 0013 9000=13900139000][0757-88157777转801=075788157777,801]"
    assert written(source, value=value) == expected
    assert written(source, value="1.38E+10") == "[1.38E+10=1.38E+10]"


@pytest.mark.parametrize(("value", "text"), [(12_345, "12.3k"), (999_960, "1M"), (-20_000, "-20k")])
def test_english_counts_in_thousands(value: int, text: str) -> None:
    assert written("{{ value|number_short }}", "en", value=value) == text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 3, 2, 6, 59, 30, tzinfo=UTC), "刚刚"),
        (datetime(2026, 3, 2, 6, 55, tzinfo=UTC), "5 分钟前"),
        (datetime(2026, 3, 2, 7, 20, tzinfo=UTC), "20 分钟后"),
        (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), "09:00"),
        (datetime(2026, 3, 1, 6, 0, tzinfo=UTC), "昨天 14:00"),
        # Still 1 March in UTC, but 2 March in Shanghai.
        (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), "00:30"),
        (datetime(2026, 3, 3, 1, 30, tzinfo=UTC), "明天 09:30"),
        (datetime(2026, 1, 9, 1, 30, tzinfo=UTC), "1月9日"),
        (datetime(2025, 12, 31, 1, 30, tzinfo=UTC), "2025年12月31日"),
    ],
)
def test_near_moments_are_said_in_words_of_the_companys_day(at: datetime, text: str) -> None:
    assert f">{text}</time>" in written("{{ at|when }}", at=at)


def test_the_exact_moment_is_one_hover_away() -> None:
    at = datetime(2026, 1, 9, 1, 30, tzinfo=UTC)
    assert 'title="2026-01-09 09:30"' in written("{{ at|when }}", at=at)


def test_a_day_of_another_year_names_it() -> None:
    assert ">今天<" in written("{{ day|day }}", day=date(2026, 3, 2))
    assert ">20 Dec 2025<" in written("{{ day|day }}", "en", day=date(2025, 12, 20))
    assert written("{{ day|day }}{{ day|when }}{{ day|clock }}", day=None) == "———"


def test_an_avatar_keeps_its_colour_and_escapes_the_name() -> None:
    first, second = (written("{% avatar name %}", name="郑斌") for _ in range(2))
    assert first == second
    assert ">斌</span>" in first
    assert "&lt;b&gt;" in written("{% avatar name named=True %}", name="<b>Ann")


def test_a_badge_of_an_unknown_colour_is_grey() -> None:
    assert "tone-grey" in written("{% badge text colour %}", text="x", colour="no-such")
    assert "tone-teal" in written("{% badge text colour %}", text="x", colour="teal")


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in written('{% icon "phone" %}')
    assert 'role="img"' in written('{% icon "phone" label="打电话" %}')
    assert 'aria-label="打电话"' in written('{% icon "phone" label="打电话" %}')


def test_a_card_with_an_address_links_its_title() -> None:
    html = written('{% card "联系人" url="/c/" %}<p>廖利</p>{% endcard %}')
    assert '<a href="/c/">联系人</a>' in html
    assert "<p>廖利</p>" in html


def test_progress_asks_on_only_while_it_has_an_address() -> None:
    running = written('{% progress 30 120 url="/p/" seconds_left=61 label="导入" %}')
    assert 'hx-get="/p/"' in running
    assert "30 / 120 · 25%" in running
    assert "约剩 2 分钟" in running
    assert "hx-get" not in written("{% progress 120 120 %}")


def test_date_chips_count_from_the_companys_day() -> None:
    html = written('{% date_chips "id_at" %}')
    values = ("2026-03-03", "2026-03-05", "2026-03-09", "2026-03-16", "2026-04-01")
    assert all(f'data-value="{value}"' in html for value in values)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("迪宏 Hotel", "hot", "迪宏 <mark>Hot</mark>el"),
        ("a.b<c", ".", "a<mark>.</mark>b&lt;c"),
        ("<b>", "", "&lt;b&gt;"),
        ("<b>", "<", "<mark>&lt;</mark>b&gt;"),
    ],
)
def test_what_was_searched_for_is_marked_and_nothing_else_is_markup(
    text: str, query: str, marked: str
) -> None:
    assert written("{{ text|marked:query }}", text=text, query=query) == marked
