"""`zhuixiao export customers FILE`, `zhuixiao export products FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.queries.people import who
from zhuixiao.catalog.queries import products
from zhuixiao.catalog.trade import running
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.exporting import approving, making
from zhuixiao.customers.exporting.wishes import Format, Wish
from zhuixiao.customers.queries import counts
from zhuixiao.customers.queries.views import tabs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import SheetError
from zhuixiao.kit.telling import Telling

# A copy for one person is asked for on its page.
_FORMATS = [row.value for row in Format if row != Format.PERSON]


class Command(BaseCommand):
    help = (
        "Writes the customers of a view, or the products in use, to a file; the export is logged "
        "like one from a page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["customers", "products"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--view", default="", help="name of a tab; default: all customers")
        parser.add_argument("--by", default="", help="log-in name; default: the boss")
        parser.add_argument("--format", choices=_FORMATS, help="default: by the file's name")
        parser.add_argument("--contacts", action="store_true", help="one row for each contact")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = who(options["by"])
        path: Path = options["file"]
        with translation.override(person.language):
            by = Actor.of(person, at=timezone.now(), via=Via.COMMAND)
            if options["what"] == "products":
                self._products(by, path, _format(options["format"], path))
                return
            guarding.check_may_export(by=by)
            wish = Wish(
                params={"view": self._view(options["view"], person)},
                columns=_every_column(person, all_of_them=not options["view"]),
                with_contacts=options["contacts"],
                format=_format(options["format"], path),
            ).frozen(person)
            rows = counts.exact(person, wish.conditions(by))
            if _must_ask(by, wish, rows):
                told = _(
                    "Somebody must agree to it first. Then it waits in your jobs for 24 hours."
                )
                self.stdout.write(told)
                return
            try:
                count = making.make(by=by, wish=wish, path=path, progress=Telling())
            except (SheetError, OSError) as error:
                raise RuleError(str(error)) from error
            _log(by, wish, path, rows=rows, count=count)
            self.stdout.write(_("%(count)d rows: %(path)s") % {"count": count, "path": path})

    def _products(self, by: Actor, path: Path, wanted: Format) -> None:
        try:
            rows = products(by.employee.access)
            count = running.write(by=by, rows=rows, path=path, is_csv=wanted == Format.CSV)
        except (SheetError, OSError) as error:
            raise RuleError(str(error)) from error
        self.stdout.write(_("%(count)d rows: %(path)s") % {"count": count, "path": path})

    def _view(self, name: str, person: Employee) -> str:
        if not name:
            return "all"
        for tab in tabs(person):
            if name in {tab.key, str(tab.name)}:
                return tab.key
        raise RuleError(_("There is no view “%(name)s”.") % {"name": name})


@transaction.atomic
def _must_ask(by: Actor, wish: Wish, rows: int) -> bool:
    """Whether somebody was asked; else the export may begin. Raises TooMuch."""
    so_far = guarding.exported_so_far(by=by)
    if approving.ask(by=by, wish=wish, rows=rows, before=so_far.rows):
        return True
    guarding.check_export(by=by, so_far=so_far, rows=rows)
    return False


@transaction.atomic
def _log(by: Actor, wish: Wish, path: Path, *, rows: int, count: int) -> None:
    """Raises TooMuch, and takes the file back, where other exports were made meanwhile."""
    try:
        guarding.check_exported(by=by, rows=rows)
    except RuleError:
        path.unlink()
        raise
    making.log(by=by, wish=wish, path=path, count=count)


def _every_column(person: Employee, *, all_of_them: bool) -> list[str]:
    """Without a view everything; a view has its own columns."""
    if not all_of_them:
        return []
    return [field.key for field in Wish().asked(person).fields]


def _format(given: str | None, path: Path) -> Format:
    if given:
        return Format(given)
    ending = path.suffix.lstrip(".").casefold()
    return Format(ending) if ending in _FORMATS else Format.XLSX
