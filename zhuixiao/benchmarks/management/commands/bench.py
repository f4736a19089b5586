"""`zhuixiao bench`: measure this machine and the promises of the product on it."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhuixiao.benchmarks import rounds, sets, table
from zhuixiao.benchmarks.promises import IMPORT, IMPORT_ORDERS, KEYS
from zhuixiao.benchmarks.steps import STEPS

QUICK, FULL = (10_000, 100_000), (10_000, 100_000, 1_000_000)
QUICK_ROWS, FULL_ROWS = (1_000, 10_000), (10_000, 100_000)
QUICK_LINES, FULL_LINES = (5_000, 20_000), (20_000, 100_000, 500_000)
MOST = 10_000_000


class Command(BaseCommand):
    help = (
        "Make companies of 10,000, 100,000 and 1,000,000 customers with ten ledger entries each, "
        "and measure the promised times on them. Your own data are not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="stop at 100,000 customers")
        parser.add_argument(
            "--database", choices=[sets.SQLITE, sets.POSTGRESQL, "both"], default="both"
        )
        parser.add_argument("--out", type=Path, help="write the table to this file too")
        parser.add_argument("--keep", action="store_true", help="keep the data sets for next time")
        parser.add_argument("--rows", type=_names, default=KEYS, help=f"of {', '.join(KEYS)}")
        parser.add_argument("--runs", type=int, default=30, help="of each job")
        parser.add_argument("--sizes", type=_numbers, help="customers, for example 10000,100000")
        parser.add_argument("--import-sizes", type=_numbers, help="rows of the imported workbook")
        parser.add_argument("--order-sizes", type=_numbers, help="lines of the imported orders")
        # Each step inside a data set is a process of its own, started by this command itself.
        parser.add_argument("--step", choices=list(STEPS), help=SUPPRESS)
        for name in ("--size", "--result", "--file"):
            parser.add_argument(name, type=int if name == "--size" else str, help=SUPPRESS)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["step"]:
            STEPS[options["step"]](options)
            return
        unknown = sorted({*options["rows"]} - {*KEYS})
        if unknown or not 0 < options["runs"] <= 1000:
            raise CommandError(f"unknown row {unknown[0]}" if unknown else "--runs is 1 to 1000")
        quick = options["quick"]
        order = rounds.Order(
            sizes=sorted(options["sizes"] or (QUICK if quick else FULL)),
            import_sizes={
                IMPORT: sorted(options["import_sizes"] or (QUICK_ROWS if quick else FULL_ROWS)),
                IMPORT_ORDERS: sorted(
                    options["order_sizes"] or (QUICK_LINES if quick else FULL_LINES)
                ),
            },
            rows=options["rows"],
            runs=options["runs"],
            keep=options["keep"],
        )
        text = table.markdown([rounds.run(name, order) for name in self._databases(options)])
        if options["out"]:
            options["out"].write_text(text + "\n", encoding="utf-8")
        self.stdout.write(text)

    def _databases(self, options: dict[str, Any]) -> list[str]:
        wanted = options["database"]
        reason = "" if wanted == sets.SQLITE else sets.why_no_server()
        if reason and wanted == sets.POSTGRESQL:
            raise CommandError(f"PostgreSQL does not answer: {reason}")
        if reason:
            self.stderr.write(f"bench: without PostgreSQL, which does not answer: {reason}")
        every = [sets.SQLITE] if reason else [sets.SQLITE, sets.POSTGRESQL]
        return every if wanted == "both" else [wanted]


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _numbers(text: str) -> list[int]:
    numbers = [int(part) for part in _names(text)]
    if not numbers or not all(0 < number <= MOST for number in numbers):
        raise ValueError
    return numbers
