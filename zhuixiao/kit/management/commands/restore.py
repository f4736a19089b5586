"""`zhuixiao restore FILE`."""

import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuixiao.kit import backup
from zhuixiao.kit.telling import Telling


class Command(BaseCommand):
    help = "Check an archive, then go back to it; the present data are kept beside it."
    # The database may be the very thing that is broken.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive of `zhuixiao backup`")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--verify-only",
            action="store_true",
            help="only rehearse: check, unpack and compare, change nothing",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        look = (
            partial(backup.rehearse, progress=Telling()) if options["verify_only"] else backup.check
        )
        manifest = look(options["file"])
        text = _("A whole backup of %(at)s by version %(version)s: %(rows)d rows, %(files)d files")
        values = {"at": manifest.created_at, "version": manifest.program}
        self.stdout.write(text % {**values, "rows": manifest.rows, "files": manifest.files})
        if options["verify_only"]:
            return
        if not options["yes"] and not self._agrees():
            raise CommandError(_("nothing was changed"))
        done = backup.restore(options["file"], Telling())
        self.stdout.write(_("Restored. The data of before: %(path)s") % {"path": done.kept})

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError(_("add --yes to replace the present data"))
        question = _("Replace the present data by this backup? Type yes: ")
        return input(question).strip().casefold() in {"yes", "y"}
