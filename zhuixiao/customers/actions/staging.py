"""Entering a stage: the fact behind the funnel; entering a won stage freezes contacts to win."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.kit import bulk
from zhuixiao.kit.periods import day_of

from ..models import Customer, StageChange


class Move(NamedTuple):
    """A customer goes from one stage to another, now unless `at` says when."""

    customer: Customer
    before: Option | None
    after: Option | None
    at: datetime | None = None


def enter(*, by: Actor, moves: Iterable[Move]) -> list[StageChange]:
    """Record that customers moved from one stage to another; the caller posts the facts.

    A customer is won once: later won stages do not count again.
    """
    changes: list[StageChange] = []
    newly_won: list[Customer] = []
    for customer, before, after, moment in moves:
        at = moment or by.at
        is_win = after is not None and after.outcome == StageOutcome.WON and customer.won_at is None
        if is_win:
            customer.won_at = at
            customer.contacts_to_win = customer.contact_count
            newly_won.append(customer)
        changes.append(
            StageChange(
                customer=customer,
                before=before,
                after=after,
                is_win=is_win,
                employee_id=customer.owner_id or by.employee.pk,
                department_id=customer.department_id or by.employee.department_id,
                at=at,
                day=day_of(at, by.zone),
            )
        )
    bulk.insert(changes)
    bulk.update(newly_won, ["won_at", "contacts_to_win"])
    return changes
