"""`zhuixiao serve`: everything that is needed, in one process."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from zhuixiao.kit import health, presence
from zhuixiao.kit.backup import upgrade
from zhuixiao.kit.serving import addresses, server, static


class Command(BaseCommand):
    help = "Start the web server (and, unless told otherwise, the background jobs)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8800)
        parser.add_argument("--workers", type=int, default=1, help="processes; 1 on SQLite")
        parser.add_argument("--no-backup", action="store_true", help="upgrade without a backup")
        parser.add_argument("--threads", type=int, default=server.THREADS, help="per process")

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = server.Plan(options["host"], options["port"], options["workers"], options["threads"])
        self._refuse_impossible(plan)
        hosts = addresses.reachable(plan.host)
        self._open_for(hosts, plan)
        with presence.announce("serve", f"http://{hosts[0]}:{plan.port}"):
            self._prepare(keeps=not options["no_backup"])
            self._greet(hosts, plan)
            try:
                server.run(plan)
            except (OSError, RuntimeError) as error:
                raise CommandError(f"cannot serve on {plan.host}:{plan.port}: {error}") from error

    def _refuse_impossible(self, plan: server.Plan) -> None:
        if not 0 < plan.port < 65536:
            raise CommandError(f"--port {plan.port} is not a port (1-65535)")
        if plan.workers < 1 or plan.threads < 1:
            raise CommandError("--workers and --threads are 1 or more")
        if plan.workers > 1 and connection.vendor == "sqlite":
            raise CommandError("--workers needs PostgreSQL; SQLite serves from one process")
        reason = server.why_not(plan)
        if reason:
            raise CommandError(f"cannot serve on {plan.host}:{plan.port}: {reason}")
        broken = health.database()
        if broken.state == health.State.FAIL:
            raise CommandError(f"the database does not answer: {broken.text}")

    def _open_for(self, hosts: list[str], plan: server.Plan) -> None:
        """Let the addresses be used that the person asked to listen on; workers inherit it."""
        settings.ALLOWED_HOSTS += [host for host in hosts if host not in settings.ALLOWED_HOSTS]
        os.environ["ZHUIXIAO_HOSTS"] = ",".join(settings.ALLOWED_HOSTS)
        if not os.environ.get("ZHUIXIAO_BASE_URL"):
            settings.BASE_URL = f"http://{hosts[0]}:{plan.port}"
            os.environ["ZHUIXIAO_BASE_URL"] = settings.BASE_URL

    def _prepare(self, *, keeps: bool) -> None:
        missing = health.unapplied()
        if missing:
            kept = upgrade.backup_before() if keeps else None
            if kept:
                self.stdout.write(f"Kept the data as they were: {kept}")
            self.stdout.write(f"Preparing the database ({len(missing)} changes) ...")
            call_command("migrate", interactive=False, verbosity=0)
        static.collect_if_changed()

    def _greet(self, hosts: list[str], plan: server.Plan) -> None:
        for host in hosts:
            self.stdout.write(self.style.SUCCESS(f"Zhuixiao: http://{host}:{plan.port}"))
        self.stdout.write(f"Data: {settings.DATA_DIR}    Stop: Ctrl-C")
        if not settings.IS_HTTPS and not addresses.is_loopback(plan.host):
            self.stdout.write(
                self.style.WARNING(
                    "!! NOT ENCRYPTED. Passwords cross the network in the clear, and phones\n"
                    "!! give no position, camera or offline use without HTTPS. Put a proxy with\n"
                    "!! a certificate in front and set ZHUIXIAO_BASE_URL=https://your.host and\n"
                    "!! ZHUIXIAO_BEHIND_PROXY=yes."
                )
            )
        self.stdout.flush()
