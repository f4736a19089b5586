"""A quote of ten thermostats for 迪宏, written by 郑斌."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.sales.conftest import TODAY
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import quote_states, quoting
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.models import Quote

DraftQuote = Callable[..., Quote]


@pytest.fixture
def new_quote(customer: Customer, ten: NewLine) -> NewQuote:
    return NewQuote(
        customer_id=customer.pk, lines=[ten], quoted_on=TODAY, valid_until=date(2026, 4, 1)
    )


@pytest.fixture
def draft_quote(world: World, new_quote: NewQuote) -> DraftQuote:
    """With some values changed."""

    def draft(*, by: Employee = world.zheng, lines: Sequence[NewLine] = (), **values: Any) -> Quote:
        new = replace(new_quote, lines=lines or new_quote.lines, **values)
        return quoting.draft(by=actor(by), new=new)

    return draft


@pytest.fixture
def sent_quote(world: World, draft_quote: DraftQuote) -> DraftQuote:
    """The same, gone out to the customer."""

    def sent(*, by: Employee = world.zheng, **values: Any) -> Quote:
        return quote_states.send(by=actor(by), quote=draft_quote(by=by, **values))

    return sent
