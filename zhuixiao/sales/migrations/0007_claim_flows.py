"""Companies that are older than expense claims get the flows that a new one begins with: without
any, a claim would need nobody's approval."""

from typing import Any

from django.db import migrations
from django.utils import timezone, translation
from django.utils.translation import gettext as _

SUBJECT = "sales.claim"
HEAD = {"who": "head", "ids": [], "mode": "any"}
RULES = {"empty": "boss", "own": "above", "again": "once", "remind_hours": 24}
# In whole units of the company's currency: from here on finance agrees too.
LARGE = 5_001


def fill(apps: Any, _schema_editor: Any) -> None:
    Flow = apps.get_model("approvals", "Flow")
    Employee, Role = apps.get_model("accounts", "Employee"), apps.get_model("accounts", "Role")
    boss = Employee.objects.filter(role__key="boss").order_by("pk").first()
    if boss is None or Flow.objects.filter(subject=SUBJECT).exists():
        return
    finance = list(Role.objects.filter(key="finance").values_list("pk", flat=True))
    decides = {"who": "role", "ids": finance, "mode": "any"}
    with translation.override(boss.language):
        drafts = [
            (_("Large expense claims"), {"at_least": {"amount": LARGE}}, [HEAD, decides]),
            (_("Expense claims"), {}, [HEAD]),
        ]
        for position, (name, conditions, steps) in enumerate(drafts if finance else drafts[1:]):
            flow = Flow.objects.create(name=str(name), subject=SUBJECT, position=position, number=1)
            flow.versions.create(
                number=1,
                conditions=conditions,
                steps=steps,
                rules=RULES,
                at=timezone.now(),
                by=boss,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0006_payments_paid_back"),
        ("approvals", "0002_deciding"),
        ("accounts", "0003_hidden_entries"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
