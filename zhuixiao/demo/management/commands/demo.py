"""`zhuixiao demo [--scale N]`: the demo company, or its log-ins."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company
from zhuixiao.demo import (
    agents,
    approvals,
    company,
    desk,
    duplicates,
    expenses,
    guarding,
    messages,
    opportunities,
    orders,
    outdoors,
    pools,
    quotes,
    reports,
    targets,
    visits,
    world,
)
from zhuixiao.kit import upgrade
from zhuixiao.kit.telling import Telling

SEED = 2012
CUSTOMERS = 3_000
MOST = 10_000_000


class Command(BaseCommand):
    help = "Fill an empty database with the demo company; dates are relative to today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=float, default=1, help="how many times as many customers (1 is 3,000)"
        )
        parser.add_argument("--logins", action="store_true", help="only print the log-ins")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["logins"]:
            self._print_logins()
            return
        if not 1 / CUSTOMERS <= options["scale"] <= MOST / CUSTOMERS:
            raise CommandError(_("--scale must give between 1 and 10,000,000 customers"))
        count = int(CUSTOMERS * options["scale"])
        upgrade.prepare(self.stderr.write)
        if Company.objects.exists():
            raise CommandError(
                _("this database has a company already; the demo needs an empty one")
            )
        with translation.override("zh-hans"):
            by = company.set_up(timezone.now())
            world.build(by, count=count, seed=SEED, progress=Telling())
            orders.build(by, seed=SEED)
            targets.build(by)
            desk.build(by, seed=SEED)
            opportunities.build(by, seed=SEED)
            pools.build(by, seed=SEED)
            approvals.build(by)
            agents.build(by)
            guarding.build(by, seed=SEED)
            duplicates.build(by, seed=SEED)
            expenses.build(by, seed=SEED)
            quotes.build(by, seed=SEED)
            visits.build(by, seed=SEED)
            outdoors.build(by, seed=SEED)
            reports.build(by, seed=SEED)
            messages.build(by)
        self._print_logins()

    def _print_logins(self) -> None:
        for role, login in company.logins().items():
            self.stdout.write(f"{role}: {login}")
