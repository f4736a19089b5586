"""An import as the command line asks for it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.queries.people import who
from zhuixiao.kit.errors import RuleError

from ..models import ImportBatch
from . import arranging, batches, jobs, results
from .engine import Progress
from .settings import OnDuplicate, Settings

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Order:
    """What was typed: texts as typed, "" and None where nothing was."""

    file: Path
    map_file: Path | None = None
    sheet: str = ""
    header_row: int | None = None
    owner: str = ""
    pool: str = ""
    by: str = ""
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    is_dry: bool = False


def carry_out(order: Order, *, progress: Progress) -> ImportBatch:
    """Do the import, or its dry run, and return the batch with its counts.

    Raises RuleError with one line for everything that is wrong with the order or the file.
    """
    person = who(order.by)
    by = Actor.of(person, at=timezone.now(), via=Via.COMMAND)
    if not order.file.is_file():
        raise RuleError(_("There is no file %(path)s.") % {"path": order.file})
    batch = arranging.arrange(
        by=by,
        name=order.file.name,
        chunks=_pieces(order.file),
        sheet=order.sheet,
        header_row=order.header_row,
        mapping=_mapping(order.map_file) if order.map_file else None,
        settings=Settings(
            owner=arranging.owner_of(order.owner, person, pool=order.pool),
            on_duplicate=order.on_duplicate,
        ),
    )
    if order.is_dry:
        jobs.check_batch(batch, progress=progress, now=by.at)
    else:
        batches.prepare(by=by, batch=batch, unchecked=True)
        jobs.import_batch(batch, progress=progress, now=by.at)
    batch.refresh_from_db()
    return batch


def write_rejected(batch: ImportBatch, beside: Path) -> Path | None:
    """Write the rows that were not taken next to the file; None when all were."""
    if not batch.rejected.exists():
        return None
    path = beside.with_name(f"{beside.stem}-rejected.xlsx")
    results.write(batch, path)
    return path


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RuleError(_("The mapping file cannot be read: %(why)s") % {"why": error}) from error
    if not isinstance(given, dict):
        raise RuleError(_('The mapping file is an object like {"Header": "field"}.'))
    return given


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
