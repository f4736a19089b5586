"""`zhuixiao ledger verify | rebuild`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zhuixiao.ledger import checks


class Command(BaseCommand):
    help = (
        "Prove that rollups, entries and facts agree (verify), or make the ledger anew (rebuild)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=["verify", "rebuild"])

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["step"] == "rebuild":
            total = checks.rebuild(progress=self._tell)
            self.stdout.write(f"{total} facts posted again")
            return
        differences = checks.verify(progress=self._tell)
        for row in differences:
            self.stdout.write(str(row))
        if differences:
            self.stderr.write(f"{len(differences)} differences")
            raise SystemExit(1)
        self.stdout.write("rollups, entries and facts agree")

    def _tell(self, step: str, done: int) -> None:
        if done % 50_000 < 1_000:
            self.stderr.write(f"{step}: {done}")
