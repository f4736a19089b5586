"""`zhuixiao check`: is this installation well? With Django's own options: its system checks."""

import sys
from typing import Any

from django.core.checks import ERROR, WARNING, run_checks
from django.core.management.commands import check
from django.utils import timezone

from zhuixiao.kit import health

_DJANGOS = ("args", "tags", "list_tags", "deploy", "databases")


class Command(check.Command):
    help = "Look after database, migrations, disk, clock and jobs; exit code 1 when one fails."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if app_labels or any(options.get(name) for name in _DJANGOS):
            super().handle(*app_labels, **options)
            return
        findings = [_settings(), *health.everything(timezone.now())]
        for finding in findings:
            self.stdout.write(f"{finding.state:<4}  {finding.name:<10}  {finding.text}")
        if any(finding.state == health.State.FAIL for finding in findings):
            sys.exit(1)


def _settings() -> health.Finding:
    """Django's system checks as one finding."""
    messages = [row for row in run_checks() if not row.is_silenced() and row.level >= WARNING]
    state = health.State.WARN if messages else health.State.OK
    if any(row.level >= ERROR for row in messages):
        state = health.State.FAIL
    text = "; ".join(str(row.msg) for row in messages) or "system checks"
    return health.Finding("settings", state, text)
