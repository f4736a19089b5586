"""`zhuixiao import customers FILE`, `zhuixiao import products FILE`, and what higher apps bring."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.queries.people import who
from zhuixiao.catalog.trade import running
from zhuixiao.catalog.trade.plan import plan
from zhuixiao.customers.importing import commanding, others
from zhuixiao.customers.importing.settings import OnDuplicate
from zhuixiao.customers.models import ImportBatch
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.telling import Telling


class Command(BaseCommand):
    help = (
        "Reads customers from an Excel, CSV or vCard file as it is. Rows that cannot be taken are "
        "written beside it as FILE-rejected.xlsx. Exit code 1 when there were such rows. Products "
        "are added and changed by their SKU; of the options they take --dry-run and --by. Orders, "
        "payments and opportunities take --map, --options, --dry-run and --by."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["customers", "products", *others.all_kinds()])
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", type=Path, dest="map_file", help='JSON: {"header or number from 0": "field"}'
        )
        parser.add_argument("--dry-run", action="store_true", help="only check, write nothing")
        parser.add_argument(
            "--owner",
            default="",
            help="who gets rows that name no owner: name, log-in or phone; me; none; rules "
            "(whom the assignment rules say, else me)",
        )
        parser.add_argument("--pool", default="", help="name of the pool they go into instead")
        parser.add_argument("--by", default="", help="log-in name; default: the boss")
        parser.add_argument(
            "--on-duplicate", choices=[row.value for row in OnDuplicate], default="skip"
        )
        parser.add_argument("--sheet", default="", help="default: the first that holds rows")
        parser.add_argument("--header-row", type=int, help="counted from 1; 0: no header")

        parser.add_argument(
            "--options", default="", help='orders and the like: JSON {"customers": "create", …}'
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "products":
            self._products(options)
            return
        if carry_out := others.all_kinds().get(options["what"]):
            self._other(carry_out, options)
            return
        order = commanding.Order(
            file=options["file"],
            map_file=options["map_file"],
            sheet=options["sheet"],
            header_row=options["header_row"],
            owner=options["owner"],
            pool=options["pool"],
            by=options["by"],
            on_duplicate=OnDuplicate(options["on_duplicate"]),
            is_dry=options["dry_run"],
        )
        with translation.override(who(order.by).language):
            batch = commanding.carry_out(order, progress=Telling())
            rejected = self._summary(batch, is_dry=order.is_dry)
            path = commanding.write_rejected(batch, order.file)
            if path:
                self.stdout.write(_("Rows not taken: %(path)s") % {"path": path})
        if rejected:
            sys.exit(1)

    def _other(self, carry_out: others.CarryOut, options: dict[str, Any]) -> None:
        with translation.override(who(options["by"]).language):
            wish = others.Wish(
                what=options["what"],
                file=options["file"],
                map_file=options["map_file"],
                options=_json(options["options"]),
                by=options["by"],
                is_dry=options["dry_run"],
            )
            told = carry_out(wish, Telling())
            for line in told.lines:
                self.stdout.write(line)
            if told.table:
                self.stdout.write(_("Rows not taken: %(path)s") % {"path": told.table})
        if told.refused:
            sys.exit(1)

    def _products(self, options: dict[str, Any]) -> None:
        person = who(options["by"])
        with translation.override(person.language):
            if any(options[name] for name in ("map_file", "owner", "sheet", "header_row")):
                raise RuleError(_("Products take only --dry-run and --by."))
            path: Path = options["file"]
            if not path.is_file():
                raise RuleError(_("There is no file %(path)s.") % {"path": path})
            by = Actor.of(person, at=timezone.now(), via=Via.COMMAND)
            if options["dry_run"]:
                done = plan(by=by, path=path)
            else:
                done = running.run(by=by, path=path, name=path.name)
            for row in done.rows:
                for error in row.errors:
                    self.stderr.write(_("Row %(row)d: %(why)s") % {"row": row.number, "why": error})
            counts = {do: done.count(do) for do in ("new", "change", "same", "wrong")}
            self.stdout.write(
                _("%(new)d new, %(change)d changed, %(same)d unchanged, %(wrong)d not taken")
                % counts
            )
        if counts["wrong"]:
            sys.exit(1)

    def _summary(self, batch: ImportBatch, *, is_dry: bool) -> int:
        counts = batch.options["check"] if is_dry else None
        values = {
            "created": counts["created"] if counts else batch.created_count,
            "updated": counts["updated"] if counts else batch.updated_count,
            "skipped": counts["skipped"] if counts else batch.skipped_count,
            "rejected": counts["rejected"] if counts else batch.rejected_count,
        }
        self.stdout.write(
            _(
                "%(created)d new, %(updated)d added to existing ones, %(skipped)d skipped, "
                "%(rejected)d not taken"
            )
            % values
        )
        return int(values["rejected"])


def _json(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text or "{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise RuleError(_('Options are an object like {"customers": "create"}.'))
    return given
