"""`zhuixiao work`: only the background jobs, for installations of several processes."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuixiao.kit import health, jobs, presence
from zhuixiao.kit.jobs.threads import Threads


class Command(BaseCommand):
    help = "Do background jobs until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=settings.JOBS_THREADS)
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = health.database()
        if found.state == health.State.FAIL:
            raise CommandError(_("the database does not answer: %(why)s") % {"why": found.text})
        if options["once"]:
            self.stdout.write(_("%(n)d jobs done") % {"n": jobs.run_due()})
            return
        with presence.announce("work"):
            self._until_stopped(Threads(workers=options["threads"]))

    def _until_stopped(self, threads: Threads) -> None:
        stop = threading.Event()
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: stop.set())
        threads.start()
        self.stdout.write(_("Doing background jobs. Stop: Ctrl-C"))
        self.stdout.flush()
        # Waiting in steps: on Windows a wait without end hears no Ctrl-C.
        while not stop.wait(1.0):
            pass
        threads.stop()
