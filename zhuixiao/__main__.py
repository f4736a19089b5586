"""The command `zhuixiao`: the product's commands, and Django's for those who know them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from difflib import get_close_matches
from tempfile import TemporaryDirectory

import django
from django.core.management import (
    BaseCommand,
    CommandError,
    execute_from_command_line,
    get_commands,
    handle_default_options,
    load_command_class,
)
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.kit import version
from zhuixiao.kit.errors import RuleError

COMMANDS = {
    "serve": gettext_lazy("start the server"),
    "work": gettext_lazy("do background jobs in a process of their own"),
    "user": gettext_lazy("make accounts, set passwords from this machine"),
    "demo": gettext_lazy("fill an empty installation with a company to try out"),
    "import": gettext_lazy("read customers and other records from a table"),
    "export": gettext_lazy("write records to a table"),
    "ledger": gettext_lazy("verify or rebuild the ledger"),
    "backup": gettext_lazy("put database, files and keys into one archive"),
    "restore": gettext_lazy("check an archive and go back to it"),
    "check": gettext_lazy("look after database, disk, clock and jobs"),
    "licences": gettext_lazy("list whose work is inside, with their licences"),
    "bench": gettext_lazy("measure this machine"),
}
# `import` cannot be the name of a Python module.
MODULES = {"import": "import_records", "export": "export_records"}
# Options that Django gives every command, of use to developers only: they work, unmentioned.
UNMENTIONED = {
    f"--{name}"
    for name in (
        "version",
        "verbosity",
        "settings",
        "pythonpath",
        "traceback",
        "no-color",
        "force-color",
        "skip-checks",
    )
}
ASKING = {"help", "-h", "--help", "version", "--version"}
USAGE = 2
INTERRUPTED = 130


def main() -> None:
    """Run a command; a mistake of the person is one line on stderr and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuixiao.config.settings")
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows a substitute instead of stopping the program.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    with _without_traces() if _only_asks(sys.argv[1:]) else nullcontext():
        django.setup()
        _main()


def _only_asks(args: list[str]) -> bool:
    """Whether the answer is the same for every installation."""
    return not args or args[0] in ASKING or not {"-h", "--help"}.isdisjoint(args)


@contextmanager
def _without_traces() -> Iterator[None]:
    """Who asks for help gets no data folder for it: what the settings make goes afterwards."""
    with TemporaryDirectory(prefix="zhuixiao-", ignore_cleanup_errors=True) as folder:
        os.environ["ZHUIXIAO_DATA"] = folder
        os.environ.pop("ZHUIXIAO_BACKUPS", None)
        yield


def _main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name in {"help", "-h", "--help"} and len(sys.argv) <= 2:
        print(_overview())
        return
    if name in {"version", "--version"}:
        print(version.current())
        return
    try:
        _run(MODULES.get(name, name), sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(name: str, args: list[str]) -> None:
    app = get_commands().get(name)
    if app is None and name != "help":
        _stop(_unknown(name))
    if app is None or not str(app).startswith("zhuixiao."):
        execute_from_command_line(["zhuixiao", name, *args])
        return
    command = load_command_class(str(app), name)
    try:
        _call(command, name, args)
    except (CommandError, RuleError) as error:
        field = getattr(error, "field", "")
        _stop(f"{field}: {_first_line(error)}" if field else _first_line(error))
    except DatabaseError as error:
        if "--traceback" in args:
            raise
        _stop(_unready() or _("the database refused: %(why)s") % {"why": _first_line(error)})
    finally:
        connections.close_all()


def _call(command: BaseCommand, name: str, args: list[str]) -> None:
    """As Django does, except that errors come out as exceptions and the program is not checked.

    Django's checks judge source, which is judged before it is shipped; they load every page and
    the API, which nearly doubles the time that a command takes to begin.
    """
    shown = next((shown for shown, module in MODULES.items() if module == name), name)
    command.suppressed_base_arguments = UNMENTIONED
    parser = command.create_parser("zhuixiao", shown)
    options = vars(parser.parse_args(args))
    positional = options.pop("args", ())
    handle_default_options(parser.parse_args(args))
    command.execute(*positional, **{**options, "skip_checks": True})


def _unready() -> str:
    """What to do when the database has not the shape that this version needs."""
    from zhuixiao.kit import health  # noqa: PLC0415  (only once the apps are there)

    try:
        missing = health.unapplied()
    except DatabaseError:
        return ""
    return _("the database is not prepared yet: start `zhuixiao serve` once") if missing else ""


def _overview() -> str:
    lines = [f"  {name:<8}  {text}" for name, text in COMMANDS.items()]
    head = _("Usage: zhuixiao <command> [options]. Options of a command: zhuixiao <command> --help")
    return "\n".join([head, "", *lines])


def _unknown(name: str) -> str:
    near = get_close_matches(name, [*COMMANDS, *get_commands()], n=1)
    hint = _("Did you mean %(name)s?") % {"name": near[0]} if near else "zhuixiao help"
    return _("there is no command '%(name)s'. %(hint)s") % {"name": name, "hint": hint}


def _first_line(error: Exception) -> str:
    text = str(error).strip().removeprefix("Error: ")
    return (text.splitlines() or [type(error).__name__])[0]


def _stop(text: str) -> None:
    print(f"zhuixiao: {text}", file=sys.stderr)
    sys.exit(USAGE)


if __name__ == "__main__":
    main()
