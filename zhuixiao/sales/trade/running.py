"""Looking at a file, and carrying it out: read whole first, then written in chunks by day."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via

from ..actions import figures
from . import columns, results, source
from .kinds import Kind
from .outcome import Outcome
from .reading import Cells, Wrong
from .rows import OpportunityRow, OrderRow, PaymentRow
from .setup import Setup
from .spool import Spool, pieces
from .work import Progress, Work
from .writing import opportunities, opportunity_rows, order_rows, orders, payment_rows, payments

CHUNK = 4_000
# What an import is called in the audit log.
AUDITED = "sales_import"
# Customers whose figures are brought in step in one transaction.
_REFRESHED = 200
# So many refused rows are listed on the page; the table of them holds all.
_LISTED = 200

_Reader = Callable[[Work], tuple[Cells, Callable[[int], Any]]]


@dataclass(frozen=True)
class _Way:
    """How a kind of file is read and written."""

    shape: Any
    reader: _Reader
    writer: Callable[[Work, Any], Any]


_WAYS = {
    Kind.ORDERS: _Way(OrderRow, order_rows.reader, orders.Orders),
    Kind.PAYMENTS: _Way(PaymentRow, payment_rows.reader, payments.Payments),
    Kind.OPPORTUNITIES: _Way(OpportunityRow, opportunity_rows.reader, opportunities.Opportunities),
}


def run(
    *,
    by: Actor,
    kind: Kind,
    path: Path,
    name: str,
    setup: Setup,
    progress: Progress,
    is_dry: bool = False,
    table: Path | None = None,
) -> Outcome:
    """Import a file, or say what it would do. The rows that are not taken are written to `table`.

    What is in the company already stays as it is, so that doing it again, or going on after it was
    killed, adds nothing twice. Raises NotAllowed, and RuleError for a file or choices that are
    wrong; what was written before an error stays.
    """
    by = replace(by, via=by.via if by.via == Via.COMMAND else Via.IMPORT)
    setup.check(kind, by.employee)
    columns.check(kind, setup.by_index, by.employee.access)
    way = _WAYS[kind]
    work = Work(by=by, kind=kind, setup=setup, is_dry=is_dry)
    with Spool(way.shape) as spool:
        _read(work, way, path, spool, progress)
        total = max(work.outcome.rows, 1)
        with _kept_in_step(work):
            writer, done = way.writer(work, spool), 0
            for groups in pieces(spool.groups(), CHUNK):
                with work.chunk():
                    writer.write(groups)
                done += sum(len(group.rows) for group in groups)
                progress(min(done, total - 1), total)
        work.outcome.refused = spool.refused_count()
        work.outcome.listed = spool.refused(most=_LISTED)
        if table and work.outcome.refused:
            results.write(kind, path, setup, spool.refused(), table)
    if not is_dry:
        _log(work, name)
    progress(total, total)
    return work.outcome


def _read(work: Work, way: _Way, path: Path, spool: Spool[Any], progress: Progress) -> None:
    """Every row of the file into the table on the disk, or why not."""
    cells, read = way.reader(work)
    setup, outcome = work.setup, work.outcome
    rows = source.rows(work.kind, path, sheet=setup.sheet, header_row=setup.header_row)
    for row in rows:
        outcome.rows += 1
        if row.error is not None:
            spool.refuse(row.number, str(row.error))
            continue
        cells.row = row.cells
        try:
            found = read(row.number)
        except Wrong as wrong:
            key = "" if wrong.is_twice else cells.text("number", 200)
            spool.refuse(row.number, str(wrong), key=key)
        else:
            if isinstance(found, str):
                outcome.left_out[found] += 1
            else:
                spool.add(found)
        if outcome.rows % CHUNK == 0:
            progress(0, outcome.rows)


@contextmanager
def _kept_in_step(work: Work) -> Iterator[None]:
    """However it ends, the figures of the customers that were written are brought in step."""
    try:
        yield
    finally:
        if not work.is_dry:
            ids = sorted(work.touched)
            for at in range(0, len(ids), _REFRESHED):
                _refresh(ids[at : at + _REFRESHED])


@transaction.atomic
def _refresh(ids: Sequence[int]) -> None:
    figures.refresh(ids)


def _log(work: Work, name: str) -> None:
    counts = ("created", "returns", "same", "differs", "refused")
    changes = {key: (None, getattr(work.outcome, key)) for key in counts}
    changes["what"] = (None, work.kind.value)
    audit.write(by=work.by, action="import", kind=AUDITED, label=name, changes=changes)
