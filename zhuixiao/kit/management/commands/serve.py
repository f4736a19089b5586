"""`zhuixiao serve`: everything that is needed, in one process."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.kit import health, presence, upgrade
from zhuixiao.kit.serving import addresses, server, static

NOT_ENCRYPTED = gettext_noop(
    "!! NOT ENCRYPTED: passwords cross the network in the clear, and phones give no position,"
    " camera or offline use. Put a proxy with a certificate in front and set"
    " ZHUIXIAO_BASE_URL=https://your.host and ZHUIXIAO_BEHIND_PROXY=yes."
)


class Command(BaseCommand):
    help = "Start the web server (and, unless told otherwise, the background jobs)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8800, help="port to listen on (8800)")
        parser.add_argument("--workers", type=int, default=1, help="processes; 1 on SQLite")
        parser.add_argument("--no-backup", action="store_true", help="upgrade without a backup")
        parser.add_argument(
            "--threads", type=int, default=settings.SERVE_THREADS, help="per process"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = server.Plan(options["host"], options["port"], options["workers"], options["threads"])
        self._refuse_impossible(plan)
        hosts = addresses.reachable(plan.host)
        self._open_for(hosts, plan)
        with presence.announce("serve", settings.BASE_URL):
            upgrade.prepare(self.stdout.write, keeps=not options["no_backup"])
            static.collect_if_changed()
            self._greet(hosts, plan)
            try:
                server.run(plan)
            except (OSError, RuntimeError) as error:
                raise CommandError(_cannot(plan, error)) from error

    def _refuse_impossible(self, plan: server.Plan) -> None:
        if not 0 < plan.port < 65536:
            raise CommandError(_("a port is a number from 1 to 65535"))
        if plan.workers < 1 or plan.threads < 1:
            raise CommandError(_("--workers and --threads are 1 or more"))
        if plan.workers > 1 and connection.vendor == "sqlite":
            raise CommandError(_("several --workers need PostgreSQL; SQLite serves from one"))
        reason = server.why_not(plan)
        if reason:
            raise CommandError(_cannot(plan, reason))
        broken = health.database()
        if broken.state == health.State.FAIL:
            raise CommandError(_("the database does not answer: %(why)s") % {"why": broken.text})

    def _open_for(self, hosts: list[str], plan: server.Plan) -> None:
        """Let the addresses be used that the person asked to listen on; workers inherit it."""
        settings.ALLOWED_HOSTS += [host for host in hosts if host not in settings.ALLOWED_HOSTS]
        os.environ["ZHUIXIAO_HOSTS"] = ",".join(settings.ALLOWED_HOSTS)
        if not os.environ.get("ZHUIXIAO_BASE_URL"):
            settings.BASE_URL = f"http://{hosts[0]}:{plan.port}"
            os.environ["ZHUIXIAO_BASE_URL"] = settings.BASE_URL

    def _greet(self, hosts: list[str], plan: server.Plan) -> None:
        for host in hosts:
            self.stdout.write(self.style.SUCCESS(f"Zhuixiao: http://{host}:{plan.port}"))
        text = _("Data: %(path)s    Stop: Ctrl-C")
        self.stdout.write(text % {"path": settings.DATA_DIR})
        if not settings.IS_HTTPS and not addresses.is_loopback(plan.host):
            self.stdout.write(self.style.WARNING(_(NOT_ENCRYPTED)))
        self.stdout.flush()


def _cannot(plan: server.Plan, reason: object) -> str:
    text = _("cannot serve on %(host)s:%(port)d: %(why)s")
    return text % {"host": plan.host, "port": plan.port, "why": reason}
