"""The one table: the page, its rows, counts and sums."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit import htmx

from .. import bulk_registry, filters
from ..fields import Kind
from ..filters import asked as asking_filters
from ..filters.errors import BadFilter
from ..queries import counts, table
from . import asking, table_config, table_text

PAGE = 50
PLAIN_PAGE = 20


@requires("customers", "view")
def index(request: StaffRequest) -> HttpResponse:
    """The page; `plain=1`: an HTML table with numbered pages, `cards=1`: the phone's next cards."""
    if request.GET.get("plain"):
        return _plain(request)
    question = asking.question(request)
    if request.GET.get("cards"):
        return _cards(request, question)
    asked = question.asked
    first = table.page(
        question.reading, conditions=question.conditions, sort=asked.sort, limit=PAGE
    )
    config = table_config.config(request, asked, question.reading.today)
    config["first"] = _page_json(question, first, is_first=True)
    context = _context(request, asked) | {
        "config": config,
        "quick": [field for key in config["quick"] for field in asked.fields if field.key == key],
        "bulk": bulk_registry.of_person(request.user),
        "plain_url": _address(asked, plain="1"),
    }
    return htmx.render_page(request, "customers/table/page.html", context)


@requires("customers", "view")
def rows(request: StaffRequest) -> HttpResponse:
    """A page of rows behind the place `after`, as JSON."""
    question = asking.question(request)
    after = request.GET.get("after", "")
    page = table.page(
        question.reading,
        conditions=question.conditions,
        sort=question.asked.sort,
        after=after,
        limit=_limit(request),
    )
    return JsonResponse(_page_json(question, page, is_first=not after))


@requires("customers", "view")
def count(request: StaffRequest) -> HttpResponse:
    """How many match, "10,000+" beyond the cap; `exact=1` counts them all."""
    question = asking.question(request)
    if request.GET.get("exact"):
        number = counts.exact(request.user, question.conditions)
    else:
        number = counts.capped(request.user, question.conditions)
    is_capped = not request.GET.get("exact") and number > counts.CAP
    return JsonResponse(
        {"count": min(number, counts.CAP) if is_capped else number, "is_capped": is_capped}
    )


@requires("customers", "view")
def sums(request: StaffRequest) -> HttpResponse:
    """The sums of the shown number columns over all that match."""
    question = asking.question(request)
    found = counts.sums(request.user, question.conditions, question.reading.columns)
    money = {one.key for one in question.reading.columns if one.kind == Kind.MONEY}
    return JsonResponse(
        {
            key: f"{value / 100:,.2f}" if key in money else f"{value:,}"
            for key, value in found.items()
        }
    )


@requires("customers", "view")
def tab_counts(request: StaffRequest) -> HttpResponse:
    """How many customers each tab holds, each counted at most to the cap of a badge."""
    asked = filters.ask({}, reader=request.user)
    reading = asking.reading_of(request, asked)
    found: dict[str, str] = {}
    for tab in asked.tabs:
        try:
            kept = asking_filters.of_tab(tab, reader=request.user, fields=asked.fields)
        except BadFilter:
            continue
        conditions = kept.q(today=reading.today, zone=reading.zone)
        number = counts.capped(request.user, conditions, cap=999)
        found[tab.key] = "999+" if number > 999 else str(number)
    return JsonResponse(found)


def _plain(request: StaffRequest) -> HttpResponse:
    question = asking.question(request)
    asked = question.asked
    pages = Paginator(range(counts.exact(request.user, question.conditions)), PLAIN_PAGE)
    page = pages.get_page(request.GET.get("page"))
    first = max(page.start_index() - 1, 0)
    found = table.numbered(
        question.reading,
        conditions=question.conditions,
        sort=asked.sort,
        first=first,
        limit=PLAIN_PAGE,
    )
    context = _context(request, asked) | {
        "tabs": table_text.tabs(asked, plain="1"),
        "page": page,
        "heads": table_text.heads(asked),
        "rows": table_text.rows(question.reading, found.rows),
        "grid_url": _address(asked),
        "chips": table_text.chips(asked, plain="1"),
    }
    return htmx.render_page(request, "customers/table/plain.html", context)


def _cards(request: StaffRequest, question: asking.Question) -> HttpResponse:
    reading = replace(question.reading, columns=table_text.card_fields(question.asked))
    page = table.page(
        reading,
        conditions=question.conditions,
        sort=question.asked.sort,
        after=request.GET.get("after", ""),
        limit=PLAIN_PAGE,
    )
    params = request.GET.copy()
    params["after"] = page.next
    context = {
        "cards": table_text.cards(reading, page.rows),
        "next": f"?{params.urlencode()}" if page.next else "",
        "is_first": not request.GET.get("after"),
    }
    return htmx.render_page(request, "customers/table/cards.html", context)


def _context(request: StaffRequest, asked: filters.Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "may_create": request.user.access.may("customers", "create"),
        "may_delete": request.user.access.may("customers", "delete"),
        "may_export": request.user.access.may("customers", "export"),
        "may_import": request.user.access.may("customers", "import"),
    }


def _page_json(
    question: asking.Question, page: table.TablePage, *, is_first: bool
) -> dict[str, Any]:
    body = asking.rows_json(question.reading, page.rows) | {"next": page.next}
    if is_first:
        body["chips"] = asking.chips_json(question.asked)
        body["is_changed"] = question.asked.is_changed
        body["state"] = table_config.state(question.asked)
        body["query"] = _address(question.asked).removeprefix("?")
    return body


def _limit(request: StaffRequest) -> int:
    text = request.GET.get("limit", "")
    return max(1, min(int(text), table.MOST_ROWS)) if text.isdecimal() and len(text) < 5 else PAGE


def _address(asked: filters.Asked, **changes: str) -> str:
    return f"?{urlencode(asked.params(**changes))}"
