"""Which version of the program this is."""

import re
from importlib import metadata
from pathlib import Path


def current() -> str:
    """The installed version; in a checkout, the newest of the changelog."""
    try:
        return metadata.version("zhuixiao")
    except metadata.PackageNotFoundError:
        changelog = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
        found = re.search(r"(?m)^## (\d+\.\d+\.\d+)", changelog.read_text(encoding="utf-8"))
        return found.group(1) if found else "0"
