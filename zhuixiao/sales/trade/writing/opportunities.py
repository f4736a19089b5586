"""Opportunities from a file, with the stages they went through as far as the file tells.

An open one entered its stage on the day it was opened. One that was won or lost was opened in the
first stage and entered its last one on the day it was closed: so days to close, win rate and
amounts count on their own days.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import bulk
from zhuixiao.kit.money import to_decimal

from ...actions import opportunity_histories
from ...actions.opportunity_histories import Told
from ...models import Opportunity
from ...queries.stages import Stage, stage_of, stages
from ..kinds import Kind
from ..matching.customers import Customers, Held, Wanted
from ..matching.options import Options
from ..matching.people import Credit, People
from ..matching.products import Found, Goods, Products
from ..outcome import NO_CUSTOMER, NO_OPENING, OPENED_LATE, ROUNDED
from ..rows import OpportunityRow
from ..spool import Group, Spool
from ..work import Work
from .opportunity_parts import amount_of, line_of, rounded, steps_of
from .opportunity_parts import known as known_of


class _Read(NamedTuple):
    """A row with everything that it names."""

    row: OpportunityRow
    customer: Held
    stage: Stage
    loss_reason: Option | None
    product: Found | None
    opened: date
    closed: date | None
    expected: date | None


class Opportunities:
    def __init__(self, work: Work, spool: Spool[OpportunityRow]) -> None:
        self._work, self._spool = work, spool
        self._customers, self._people = Customers(work), People(work)
        self._products = Products(work)
        self._stages = Options(work, PickList.OPPORTUNITY_STAGE)
        self._reasons = Options(work, PickList.LOSS_REASON)
        self._meaning = cache(stage_of)
        self._first = next((stage for stage in stages() if stage.is_open), None)

    def write(self, groups: Sequence[Group[OpportunityRow]]) -> None:
        """One chunk, inside a transaction."""
        rows = [group.first for group in groups]
        known = known_of(rows)
        fresh = [row for row in rows if not self._is_there(row, known)]
        staged = [(row, stage) for row in fresh if (stage := self._stage(row))]
        named = [(row, stage) for row, stage in staged if self._has_name(row)]
        wanted = [self._wanted(row) for row, _stage in named]
        held = self._customers.find(wanted)
        found = []
        for (row, stage), customer in zip(named, held, strict=True):
            if isinstance(customer, str):
                self._spool.refuse(row.number, customer)
            else:
                found.append((row, stage, customer))
        self._products.create(_goods(row) for row, _stage, _customer in found)
        read = [self._read(row, stage, customer) for row, stage, customer in found]
        self._insert([one for one in read if one is not None])

    def _is_there(self, row: OpportunityRow, known: dict[str, Opportunity]) -> bool:
        held = known.get(row.key)
        if held is None:
            return False
        stage = self._stages.find(row.stage)
        differences = []
        # Without an amount in the file, its products made it.
        if row.amount and held.amount not in {row.amount, rounded(row)}:
            differences.append(f"{to_decimal(held.amount)} → {to_decimal(row.amount)}")
        if isinstance(stage, Option) and stage.pk != held.stage_id:
            differences.append(f"{held.stage} → {stage}")
        if differences:
            self._work.outcome.differs += 1
            text = _("The opportunity that is there differs: %(differences)s. It stays as it is.")
            self._spool.refuse(row.number, text % {"differences": ", ".join(differences)})
        else:
            self._work.outcome.same += 1
            self._work.touched.add(held.customer_id)
        return True

    def _stage(self, row: OpportunityRow) -> Stage | None:
        found = self._stages.find(row.stage)
        if isinstance(found, Option):
            return self._meaning(found.pk)
        self._spool.refuse(row.number, f"{_('Stage')}: {found}")
        return None

    def _has_name(self, row: OpportunityRow) -> bool:
        if self._customers.name_of(row.customer, row.customer_key):
            return True
        self._work.outcome.left_out[NO_CUSTOMER] += 1
        return False

    def _wanted(self, row: OpportunityRow) -> Wanted:
        day = date.fromordinal(row.day) if row.day else self._work.by.today
        name = self._customers.name_of(row.customer, row.customer_key)
        owner = self._people.named(row.owner)
        return Wanted(name, row.region, row.industry, day, owner)

    def _read(self, row: OpportunityRow, stage: Stage, customer: Held) -> _Read | None:
        """With days, product and loss reason; None for a row that is refused."""
        refuse, today = self._spool.refuse, self._work.by.today
        is_closed = not stage.is_open
        day = date.fromordinal(row.closed) if row.closed else None
        if is_closed and day is None:
            refuse(row.number, _("A closed opportunity needs the day on which it was closed."))
            return None
        if is_closed and day is not None and day > today:
            refuse(row.number, _("It cannot have been closed on a day that is still to come."))
            return None
        opened = date.fromordinal(row.day) if row.day else None
        if opened is None:
            self._work.outcome.notes[NO_OPENING] += 1
            opened = day if is_closed and day else today
        if is_closed and day is not None and opened > day:
            self._work.outcome.notes[OPENED_LATE] += 1
            opened = day
        last = day if is_closed and day is not None else opened
        if text := self._work.closed(min(opened, last)):
            refuse(row.number, text)
            return None
        reason = self._reasons.find(row.loss_reason) if row.loss_reason else None
        product = self._products.find(_goods(row)) if row.sku or row.product else None
        for label, found in ((_("Loss reason"), reason), (_("Product"), product)):
            if isinstance(found, str):
                refuse(row.number, f"{label}: {found}")
                return None
        return _Read(
            row,
            customer,
            stage,
            reason if isinstance(reason, Option) else None,
            product if isinstance(product, Found) else None,
            opened,
            day if is_closed else None,
            None if is_closed else day,
        )

    def _insert(self, read: Sequence[_Read]) -> None:
        self._work.outcome.created += len(read)
        if self._work.is_dry or not read:
            return
        credited = [self._people.credit(one.row.owner, one.customer) for one in read]
        told = [self._told(one, credit) for one, credit in zip(read, credited, strict=True)]
        rows = opportunity_histories.write_many(by=self._work.by, rows=told)
        bulk.insert(
            [
                line_of(opportunity, one.product, one.row)
                for opportunity, one in zip(rows, read, strict=True)
                if one.product and one.product.pk
            ]
        )

    def _told(self, one: _Read, credit: Credit) -> Told:
        row = one.row
        amount = amount_of(row, one.product)
        if row.amount and amount != row.amount:
            self._work.outcome.notes[ROUNDED] += 1
        name = row.name or " · ".join(
            filter(None, [row.customer, one.product.name if one.product else ""])
        )
        reason = one.loss_reason if one.stage.is_lost else None
        values: dict[str, object] = {
            "expected_on": one.expected,
            "next_step": row.next_step,
            "loss_reason_id": reason.pk if reason else None,
            "note": "\n".join(filter(None, [row.note, credit.note])),
            "source_key": Kind.OPPORTUNITIES.source_key(row.key),
        }
        if row.probability is not None and one.stage.is_open:
            values["probability_bp"] = row.probability
        return Told(
            name or row.key,
            one.customer.pk,
            credit.employee_id,
            credit.department_id,
            steps_of(
                amount, last=one.stage, first=self._first, opened=one.opened, closed=one.closed
            ),
            values,
        )


def _goods(row: OpportunityRow) -> Goods:
    return Goods(row.sku, row.product, "", "", 0)
