"""`zhuixiao ledger verify | rebuild`."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuixiao.ledger import checks


class Command(BaseCommand):
    help = (
        "verify: prove that rollups, entries and facts agree; exit code 1 when they do not. "
        "rebuild: make entries and rollups anew from the facts."
    )

    _step = ""
    _told_at = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=["verify", "rebuild"])

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["step"] == "rebuild":
            total = checks.rebuild(self._tell)
            self.stdout.write(_("%(n)d facts posted again") % {"n": total})
            return
        differences = checks.verify(self._tell)
        for row in differences:
            self.stdout.write(str(row))
        if differences:
            self.stderr.write(_("%(n)d differences") % {"n": len(differences)})
            sys.exit(1)
        self.stdout.write(_("rollups, entries and facts agree"))

    def _tell(self, step: str, done: int) -> None:
        """Progress about once a second, on stderr so that the answer can be piped."""
        now = time.monotonic()
        if step != self._step or now - self._told_at >= 1:
            self._step, self._told_at = step, now
            self.stderr.write(f"{step}: {done}")
