"""Making the file of an export and logging it: who, which customers, which columns, how many."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.kit.sheets import Cell, write_csv, write_xlsx

from ..filters.describing import describe
from ..queries import counts
from ..queries.table import matching
from ..vcards import write as vcards
from . import cards, person, reading
from .wishes import Format, Wish

KIND = "export"
_CARDS = 500
_PIECE = 256 * 1024

Progress = Callable[[int, int], None]


def make(*, by: Actor, wish: Wish, path: Path, progress: Progress) -> int:
    """Write the file to `path`; returns the number of its rows.

    Raises NotAllowed, BadFilter, SheetError (more rows than a sheet holds).
    """
    by.employee.access.check("customers", "export")
    total = counts.exact(by.employee, wish.conditions(by))
    if wish.format == Format.PERSON:
        person.make(by=by, wish=wish, path=path)
        return total
    if wish.format == Format.VCF:
        return _cards(by, wish, path, progress, total)
    asked = wish.asked(by.employee)
    fields = wish.fields(asked)
    header = reading.header(fields, with_contacts=wish.with_contacts)
    found = reading.rows(
        by=by,
        fields=fields,
        conditions=wish.conditions(by),
        sort=asked.sort,
        with_contacts=wish.with_contacts,
    )
    rows = _told(found, progress, total)
    if wish.format == Format.XLSX:
        what = _("Customers")
        mark = about(by=by, what=what, total=total, selection=describe_wish(by, wish))
        return write_xlsx(path, header, rows, sheet=what, more={_("About"): mark})
    if wish.format == Format.CSV_GB18030:
        return write_csv(path, header, rows, encoding="gb18030")
    return write_csv(path, header, rows)


@transaction.atomic
def log(*, by: Actor, wish: Wish, path: Path, count: int) -> AuditEntry:
    """The row of the audit log; the stored file hangs on it."""
    by.employee.access.check("customers", "export")
    asked = wish.asked(by.employee)
    return logged(
        by=by,
        kind="customers",
        label=str(asked.tab.name),
        path=path,
        rows=count,
        filter=describe_wish(by, wish),
        columns=[field.key for field in wish.fields(asked)],
        format=wish.format.value,
    )


def logged(
    *, by: Actor, kind: str, label: str, path: Path, rows: int, **about: object
) -> AuditEntry:
    """The row of the audit log of any export; the stored file hangs on it, and the limits of a day
    count its rows. `about` says what was exported."""
    entry = audit.entry(
        by=by,
        action="export",
        kind=kind,
        label=label,
        changes={
            **{name: (None, value) for name, value in about.items()},
            "rows": (None, rows),
            "sha256": (None, digest(path)),
        },
    )
    entry.save(force_insert=True)
    return entry


def describe_wish(by: Actor, wish: Wish) -> str:
    """Which customers, in words; never the name of one person, who may be erased one day."""
    if wish.format == Format.PERSON:
        if wish.contact_id:
            return _("Personal data of contact no. %(number)d") % {"number": wish.contact_id}
        return _("Personal data of customer no. %(number)d") % {"number": wish.ids[0]}
    if wish.ids:
        return _("%(count)d chosen customers") % {"count": len(wish.ids)}
    asked = wish.asked(by.employee)
    parts = [str(asked.tab.name)]
    parts += [" ".join(filter(None, (chip.label, chip.text))) for chip in describe(asked.filter)]
    if asked.search:
        parts.append(_("search: %(words)s") % {"words": asked.search})
    return "; ".join(parts)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pieces(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def about(*, by: Actor, what: str, total: int, selection: str) -> list[list[Cell]]:
    """The mark of the file: who took what when. It says whose the data are."""
    company = Company.objects.get()
    return [
        [_("Company"), company.name],
        [_("Exported by"), f"{by.employee.name} ({by.employee.username})"],
        [_("Exported at"), by.at.astimezone(by.zone)],
        [what, total],
        [_("Selection"), selection],
        [_("From"), settings.BASE_URL],
        [_("Confidential: for work in the company only.")],
    ]


def _told(rows: Iterator[list[Cell]], progress: Progress, total: int) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 500 == 0:
            progress(min(number, total), total)


def _cards(by: Actor, wish: Wish, path: Path, progress: Progress, total: int) -> int:
    found = matching(by.employee, wish.conditions(by)).order_by("pk").iterator(chunk_size=_CARDS)
    count = done = 0
    with path.open("wb") as file:
        while part := list(islice(found, _CARDS)):
            written = list(cards.of_customers(part, by.employee.access))
            file.write(vcards.write(written))
            count, done = count + len(written), done + len(part)
            progress(done, total)
    return count
