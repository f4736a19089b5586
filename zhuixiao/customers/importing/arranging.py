"""All steps of an import at once, for those who say everything in one go: API, command line."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.files import disk
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import fold

from ..models import ImportBatch, Pool
from . import batches
from .people import People, assignable
from .settings import ME, NOBODY, POOL, RULES, Settings


def arrange(
    *,
    by: Actor,
    name: str,
    chunks: Iterable[bytes],
    settings: Settings,
    sheet: str = "",
    header_row: int | None = None,
    mapping: Mapping[str, Any] | None = None,
) -> ImportBatch:
    """Take a file in, with everything that was said of it; ready to be checked or run.

    `header_row` counts from 1, 0 means a file without one; `mapping` is {header, or number of the
    column from 0: field key}. What is not said is guessed. Raises RuleError for everything that is
    wrong, and then keeps nothing.
    """
    settings.check(by.employee)
    stored = ""
    try:
        with transaction.atomic():
            batch = batches.begin(by=by, name=name, chunks=chunks)
            stored = batch.file.stored if batch.file else ""
            if sheet or header_row is not None:
                batch = batches.choose_sheet(
                    by=by,
                    batch=batch,
                    sheet=sheet or batch.sheet,
                    header_row=header_row or None,
                    guess=header_row is None,
                )
            batch = batches.choose_columns(by=by, batch=batch, columns=_columns(batch, mapping))
            return batches.choose_settings(by=by, batch=batch, settings=settings)
    except RuleError:
        if stored:
            disk.remove(stored)
        raise


def owner_of(text: str, person: Employee, *, pool: str = "") -> str:
    """The setting for what was typed: me, none, rules, or somebody; or else a pool. Raises
    RuleError."""
    if pool:
        return _pool_of(pool, text, person)
    if fold(text) in {"", ME}:
        return ME
    if fold(text) in {NOBODY, RULES}:
        return fold(text)
    found = People(assignable(person)).find(text)
    if len(found) != 1:
        raise RuleError(_("Choose somebody whom you can make owner."), field="owner")
    return str(found[0].pk)


def _pool_of(name: str, owner: str, person: Employee) -> str:
    if owner:
        raise RuleError(_("Say an owner or a pool, not both."), field="pool")
    found = Pool.objects.serving(person).filter(name=name.strip()).first()
    if found is None:
        raise RuleError(
            _("No pool that serves you is called “%(name)s”.") % {"name": name}, field="pool"
        )
    return f"{POOL}{found.pk}"


def _columns(batch: ImportBatch, given: Mapping[str, Any] | None) -> dict[int, str]:
    if given is None:
        return {int(index): key for index, key in batch.mapping.items()}
    places = {fold(name): index for index, name in enumerate(batch.options["names"])}
    columns: dict[int, str] = {}
    for name, key in given.items():
        is_number = name.isascii() and name.isdigit() and len(name) < 6
        index = places.get(fold(name), int(name) if is_number else None)
        if index is None:
            raise RuleError(
                _("The file has no column “%(name)s”.") % {"name": name}, field="mapping"
            )
        columns[index] = str(key)
    return columns
