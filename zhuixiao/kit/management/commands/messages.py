"""`zhuixiao messages`: compiles the translations, or checks that they are complete."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhuixiao.kit.translations import catalog, check


class Command(BaseCommand):
    help = "Compiles the .po files; with --check lists messages without a translation instead."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only check, exit 1 on a finding")
        parser.add_argument("--in", dest="folder", default="", help="only findings of this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        package: Path = settings.PACKAGE_DIR
        if options["check"]:
            self._check(package, options["folder"])
            return
        for path in sorted(package.rglob("*.po")):
            data = catalog.compiled(catalog.read(path))
            target = path.with_suffix(".mo")
            if not target.exists() or target.read_bytes() != data:
                target.write_bytes(data)
                self.stdout.write(str(path.relative_to(package)))

    def _check(self, package: Path, folder: str) -> None:
        lines = [line.removeprefix(f"{package}/") for line in check.problems(package)]
        lines = [line for line in lines if line.startswith(folder)]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} findings", returncode=1)
