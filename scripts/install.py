"""The steps from a fresh clone to a program that runs; each is skipped when nothing changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

from places import BIN, DATA, PYTHON, ROOT, VAR, VENV, environment, python, say

STAMPS = VAR / "stamps"
VENDOR = ROOT / "zhuixiao" / "static" / "vendor"
OLDEST_NODE = 20


def everything() -> None:
    """Packages, front end, icons, translations, database."""
    packages()
    front_end()
    step(
        "icons and translations",
        _sources(),
        _compile,
        makes=[ROOT / "zhuixiao/static/icons.svg", ROOT / "zhuixiao/static/app-icons"],
    )
    step("database", _migrations(), _migrate, makes=[DATA / "zhuixiao.sqlite3"], state=str(DATA))


def packages() -> None:
    """The virtual environment with the locked packages and the command `zhuixiao`."""
    if not PYTHON.exists():
        say("making .venv")
        _make_venv()
    locked = [ROOT / "requirements" / "dev.txt"]
    step("Python packages", locked, _install_locked, makes=[BIN], state=sys.version)
    about = [ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"]
    step("the command zhuixiao", about, _install_command, makes=[BIN], state=str(ROOT))


def front_end() -> None:
    """The npm packages in use, copied into zhuixiao/static/vendor; node is needed only for this."""
    code = sorted((ROOT / "zhuixiao" / "kit" / "assets").glob("*.py"))
    step("front end", [ROOT / "package-lock.json", *code], _copy_front_end, makes=[VENDOR])


def step(
    name: str,
    inputs: Iterable[Path],
    work: Callable[[], None],
    *,
    makes: Iterable[Path],
    state: str = "",
) -> None:
    """Do the work unless it was done from the same inputs and its results still exist."""
    digest = hashlib.sha256(state.encode())
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    stamp = STAMPS / f"{name.replace(' ', '-')}.txt"
    is_known = stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest()
    if is_known and all(path.exists() for path in makes):
        return
    say(name)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def _make_venv() -> None:
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python {version} comes here without its venv module. On Debian and Ubuntu:\n"
            f"    apt install python{version}-venv"
        )


def _install_locked() -> None:
    lock = str(ROOT / "requirements" / "dev.txt")
    python("-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)


def _install_command() -> None:
    python("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def _copy_front_end() -> None:
    folder = VAR / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, folder / name)
    options = (
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--no-update-notifier",
    )
    try:
        npm = _npm()
        path = str(Path(npm[0]).parent) + os.pathsep + os.environ.get("PATH", "")
        subprocess.run(  # noqa: S603  (our own command)
            [*npm, *options], cwd=folder, env=environment(PATH=path), check=True
        )
        python("-m", "zhuixiao", "assets", "--node-modules", str(folder / "node_modules"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(VAR / "node", ignore_errors=True)


def _npm() -> list[str]:
    """This machine's npm when its node is new enough, else one from the Python package index."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        version = asked.stdout.strip().lstrip("v").partition(".")[0]
        if version.isdigit() and int(version) >= OLDEST_NODE:
            return [npm]
    say("node is not installed: fetching it for this step")
    folder = VAR / "node"
    lock = str(ROOT / "requirements" / "node.txt")
    python(
        *("-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"),
        *("--target", str(folder), "-r", lock),
    )
    program = "node.exe" if os.name == "nt" else "bin/node"
    return [str(next(folder.rglob(program))), str(next(folder.rglob("npm-cli.js")))]


def _sources() -> list[Path]:
    found: list[Path] = []
    for pattern in ("*.html", "*.py", "*.js", "*.po"):
        found += (ROOT / "zhuixiao").rglob(pattern)
    return sorted(path for path in found if VENDOR not in path.parents)


def _compile() -> None:
    python("-m", "zhuixiao", "assets")
    python("-m", "zhuixiao", "messages")


def _migrations() -> list[Path]:
    return sorted((ROOT / "zhuixiao").glob("*/migrations/*.py"))


def _migrate() -> None:
    python("-m", "zhuixiao", "migrate", "--verbosity", "0")
