"""`zhuixiao import orders|payments|opportunities FILE`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.queries.people import who
from zhuixiao.customers.importing.others import Told, Wish
from zhuixiao.kit.errors import RuleError

from . import arranging, running, source, wording
from .kinds import Kind
from .work import Progress


def carry_out(wish: Wish, progress: Progress) -> Told:
    """Do the import, or its dry run. Raises NotAllowed, RuleError with one line."""
    person, kind = who(wish.by), Kind(wish.what)
    by = Actor.of(person, at=timezone.now(), via=Via.COMMAND)
    if not wish.file.is_file():
        raise RuleError(_("There is no file %(path)s.") % {"path": wish.file})
    mapping = _mapping(wish.map_file) if wish.map_file else None
    options = dict(wish.options)
    found = source.look(
        kind,
        wish.file,
        sheet=str(options.get("sheet", "")),
        header_row=options.get("header_row")
        if isinstance(options.get("header_row"), int)
        else None,
    )
    setup = arranging.arrange(kind, person.access, found, mapping=mapping, options=options)
    table = wish.file.with_name(f"{wish.file.stem}-rejected.xlsx")
    outcome = running.run(
        by=by,
        kind=kind,
        path=wish.file,
        name=wish.file.name,
        setup=setup,
        progress=progress,
        is_dry=wish.is_dry,
        table=table,
    )
    return Told(
        wording.summary(kind, outcome.as_json()),
        outcome.refused,
        table if outcome.refused else None,
    )


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RuleError(_("The mapping file cannot be read: %(why)s") % {"why": error}) from error
    if not isinstance(given, dict):
        raise RuleError(_('The mapping file is an object like {"Header": "field"}.'))
    return given
