"""An import as the command line asks for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import fold

from ..models import ImportBatch
from . import batches, jobs, results
from .engine import Progress
from .people import People, assignable
from .settings import ME, NOBODY, OnDuplicate, Settings

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Order:
    """What was typed: texts as typed, "" and None where nothing was."""

    file: Path
    map_file: Path | None = None
    sheet: str = ""
    header_row: int | None = None
    owner: str = ""
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
    batch = batches.begin(by=by, name=order.file.name, chunks=_pieces(order.file))
    if order.sheet or order.header_row is not None:
        batch = batches.choose_sheet(
            by=by,
            batch=batch,
            sheet=order.sheet or batch.sheet,
            header_row=order.header_row or None,
            guess=order.header_row is None,
        )
    columns = _mapped(order, batch)
    batch = batches.choose_columns(by=by, batch=batch, columns=columns)
    settings = Settings(owner=_owner(order.owner, person), on_duplicate=order.on_duplicate)
    batch = batches.choose_settings(by=by, batch=batch, settings=settings)
    if order.is_dry:
        jobs.check_batch(batch, progress=progress, now=by.at)
    else:
        batches.prepare(by=by, batch=batch, unchecked=True)
        jobs.import_batch(batch, progress=progress, now=by.at)
    batch.refresh_from_db()
    return batch


def who(name: str) -> Employee:
    """The employee of this log-in name; without one the boss who has been there longest."""
    people = Employee.objects.with_access().active()
    found = people.filter(username=name) if name else people.filter(role__key="boss")
    person: Employee | None = found.order_by("pk").first()
    if person is not None:
        return person
    if name:
        raise RuleError(_("Nobody logs in as %(name)s.") % {"name": name})
    raise RuleError(_("There is no company yet: run `zhuixiao serve` and set it up."))


def write_rejected(batch: ImportBatch, beside: Path) -> Path | None:
    """Write the rows that were not taken next to the file; None when all were."""
    if not batch.rejected.exists():
        return None
    path = beside.with_name(f"{beside.stem}-rejected.xlsx")
    results.write(batch, path)
    return path


def _mapped(order: Order, batch: ImportBatch) -> dict[int, str]:
    """The mapping file names columns by header or by number from 0; without one the guess holds."""
    if order.map_file is None:
        return {int(index): key for index, key in batch.mapping.items()}
    try:
        given = json.loads(order.map_file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RuleError(_("The mapping file cannot be read: %(why)s") % {"why": error}) from error
    if not isinstance(given, dict):
        raise RuleError(_('The mapping file is an object like {"Header": "field"}.'))
    places = {fold(name): index for index, name in enumerate(batch.options["names"])}
    columns: dict[int, str] = {}
    for name, key in given.items():
        index = places.get(fold(name), int(name) if name.isascii() and name.isdigit() else None)
        if index is None:
            raise RuleError(_("The file has no column “%(name)s”.") % {"name": name})
        columns[index] = str(key)
    return columns


def _owner(text: str, person: Employee) -> str:
    if fold(text) in {"", ME}:
        return ME
    if fold(text) == NOBODY:
        return NOBODY
    found = People(assignable(person)).find(text)
    if len(found) != 1:
        raise RuleError(_("Choose somebody whom you can make owner."))
    return str(found[0].pk)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
