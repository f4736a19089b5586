"""Everything a checkout needs, on any machine with Python 3.11 or newer.

Use: python scripts/make.py WORD

    run        install what is missing, load the demo company into an empty database, serve it
    test       all checks, then all tests on SQLite and, where one answers, on PostgreSQL (ADR 36)
    check      formatting, lint, types, layers, translations, migrations
    fix        repair formatting and what lint can repair
    messages   compile the translations
    wheel      build the installable package with the front end inside, into dist/
    install    only install

The Makefile calls this; on Windows it is called directly. Each step remembers the state of what it
was made from (var/stamps) and is skipped while that state stays.
"""

import os
import subprocess
import sys

# Before anything that an older Python could not even read.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Zhuixiao needs Python 3.11 or newer; this is " + sys.version.split()[0])

import checks
import install
from places import DATA, PYTHON, ROOT, python


def run(*options: str) -> int:
    """Serve this checkout; a new one starts with the demo company."""
    install.everything()
    if is_empty():
        python("-m", "zhuixiao", "demo")
    command = [str(PYTHON), "-m", "zhuixiao", "serve", *options]
    if os.name == "posix":
        os.chdir(ROOT)
        os.environ["ZHUIXIAO_DATA"] = str(DATA)
        os.execv(command[0], command)  # noqa: S606  (the server takes this process's place)
    try:
        return python(*command[1:], check=False)
    except KeyboardInterrupt:
        return 0


def is_empty() -> bool:
    """Whether no company was set up yet in the database."""
    program = (
        "import django, sys; django.setup();"
        "from zhuixiao.accounts.models import Company;"
        "sys.exit(9 if Company.objects.exists() else 0)"
    )
    return python("-c", program, check=False) == 0


def test(*options: str) -> int:
    """All checks and all tests; the options go to pytest."""
    install.everything()
    return checks.report([*checks.static(), *checks.tests(options)])


def check() -> int:
    install.everything()
    return checks.report(checks.static())


def fix() -> int:
    install.packages()
    python("-m", "ruff", "check", "--fix", "--quiet", ".", check=False)
    return python("-m", "ruff", "format", "--quiet", ".")


def messages() -> int:
    install.packages()
    return python("-m", "zhuixiao", "messages")


def wheel() -> int:
    install.everything()
    return python("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", "dist", ".")


def install_all() -> int:
    install.everything()
    return 0


WORDS = {
    "run": run,
    "test": test,
    "check": check,
    "fix": fix,
    "messages": messages,
    "wheel": wheel,
    "install": install_all,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in WORDS:
        print(__doc__)  # noqa: T201
        return 2
    try:
        return WORDS[arguments[0]](*arguments[1:])
    except subprocess.CalledProcessError as error:
        print(f"zhuixiao: this step failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)  # noqa: T201
        return error.returncode or 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
