"""`zhuixiao licences [FILE]`: whose work the program is made of, with their licences."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhuixiao.kit import licences


class Command(BaseCommand):
    help = "Writes the notice of third-party licences, to FILE or to the screen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: the screen")

    def handle(self, *_args: Any, **options: Any) -> None:
        package: Path = settings.PACKAGE_DIR
        front_end = licences.front_end_packages(package / "static" / "vendor")
        python = licences.python_packages(package.parent)
        text = "\n".join(licences.notice([*python, *front_end])) + "\n"
        if not front_end:
            self.stderr.write("no front-end packages here: run `zhuixiao assets` first")
        if options["file"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["file"].write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(f"{len(python) + len(front_end)} packages: {options['file']}")
