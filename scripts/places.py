"""Where things lie in a checkout, and how its programs are called."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
DATA = Path(os.environ.get("ZHUIXIAO_DATA") or VAR / "data")
# What a whole Chromium may be called.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Without windows and their frames, which no test looks at, it takes two thirds of the processor.
TESTED = ("chromium-headless-shell", *BROWSERS)


def environment(**more: str) -> dict[str, str]:
    """The environment of our programs: this checkout's data folder and settings."""
    return {
        **os.environ,
        "ZHUIXIAO_DATA": str(DATA),
        "DJANGO_SETTINGS_MODULE": os.environ.get(
            "DJANGO_SETTINGS_MODULE", "zhuixiao.config.settings"
        ),
        "PYTHONUTF8": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        **more,
    }


def python(*arguments: str, check: bool = True, env: dict[str, str] | None = None) -> int:
    """Run the checkout's own Python in the checkout's folder; its exit code."""
    command = [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env or environment(), check=check)  # noqa: S603
    return done.returncode


def say(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", file=sys.stderr, flush=True)  # noqa: T201
