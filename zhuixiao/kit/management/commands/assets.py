"""`zhuixiao assets`: fills what the repository does not hold."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhuixiao.kit import licences
from zhuixiao.kit.assets import app_icons, regions, sprite, vendor


class Command(BaseCommand):
    help = (
        "Copies the front-end files in use from node_modules, builds the icons, gets the regions."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--node-modules", type=Path, help="default: beside package.json")

    def handle(self, *args: Any, **options: Any) -> None:
        package: Path = settings.PACKAGE_DIR
        root = package.parent
        drawings = root / "var" / "icons.json"
        self._vendor(root, options["node_modules"] or root / "node_modules", drawings)
        count = sprite.build(package, drawings, package / "static" / "icons.svg")
        self.stdout.write(f"icons: {count}")
        app_icons.write(package / "static" / "app-icons")
        csv = package / "catalog" / "data" / "adcodes.csv"
        if not csv.exists():
            regions.fetch(root / "requirements" / "regions.txt", csv)
            self.stdout.write("regions: fetched")

    def _vendor(self, root: Path, node_modules: Path, drawings: Path) -> None:
        """Copy unless the lock file and the list of files are the ones that were copied last."""
        lock = root / "package-lock.json"
        if not lock.exists():
            raise CommandError("This command works in a checkout only (no package-lock.json).")
        folder = root / "zhuixiao" / "static" / "vendor"
        stamp = folder / "stamp.txt"
        wanted = hashlib.sha256(lock.read_bytes() + repr(vendor.FILES).encode()).hexdigest()
        # An older copy has no licences; without the packages it goes on as it is.
        is_whole = (folder / licences.FRONT_END).exists() or not node_modules.is_dir()
        if (
            is_whole
            and drawings.exists()
            and stamp.exists()
            and stamp.read_text(encoding="ascii") == wanted
        ):
            return
        if not node_modules.is_dir():
            raise CommandError(f"{node_modules} is missing: run `npm ci --ignore-scripts` first.")
        count = vendor.copy(node_modules, folder, drawings)
        stamp.write_text(wanted, encoding="ascii")
        self.stdout.write(f"vendor: {count} files")
