"""`zhuixiao backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _

from zhuixiao.kit import backup
from zhuixiao.kit.telling import Telling


class Command(BaseCommand):
    help = "Put database, files and keys into one archive; the program may run on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to make, a new .zip")

    def handle(self, *_args: Any, **options: Any) -> None:
        manifest = backup.make(options["file"], Telling())
        text = _("%(file)s: %(rows)d rows in %(tables)d tables, %(files)d files")
        self.stdout.write(
            text
            % {
                "file": options["file"],
                "rows": manifest.rows,
                "tables": len(manifest.tables),
                "files": manifest.files,
            }
        )
