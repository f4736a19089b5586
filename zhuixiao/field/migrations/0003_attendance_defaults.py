"""Companies that are older than attendance get what a new one begins with: the group of everybody,
the usual types of leave, and the flows without which nobody would have to agree."""

from typing import Any

from django.db import migrations
from django.utils import timezone, translation
from django.utils.translation import gettext as _

TERMS = {
    "pairs": [[540, 1080, 360, 1439]],
    "noon": [720, 780],
    "grace": 0,
    "counts_outside": True,
    "needs_note": False,
}
HEAD = {"who": "head", "ids": [], "mode": "any"}
RULES = {"empty": "boss", "own": "above", "again": "once", "remind_hours": 24}


def fill(apps: Any, _schema_editor: Any) -> None:
    boss = (
        apps.get_model("accounts", "Employee")
        .objects.filter(role__key="boss")
        .order_by("pk")
        .first()
    )
    if boss is None:
        return
    with translation.override(boss.language):
        _group(apps.get_model("field", "AttendanceGroup"))
        _types(apps.get_model("field", "LeaveType"))
        _flows(apps.get_model("approvals", "Flow"), boss)


def _group(model: Any) -> None:
    if not model.objects.filter(is_default=True).exists():
        model.objects.create(name=_("Everybody"), is_default=True, terms_json=TERMS)


def _types(model: Any) -> None:
    if model.objects.exists():
        return
    usual = (
        (_("Annual leave"), True, 10, False),
        (_("Personal leave"), False, None, False),
        (_("Sick leave"), True, None, False),
        (_("Maternity leave"), True, None, True),
        (_("Time off in lieu"), True, 0, False),
        (_("Marriage leave"), True, 6, False),
        (_("Bereavement leave"), True, 6, False),
        (_("Other leave"), False, None, False),
    )
    for position, (name, is_paid, halves, counts_every_day) in enumerate(usual):
        model.objects.create(
            name=name,
            is_paid=is_paid,
            yearly_halves=halves,
            counts_every_day=counts_every_day,
            position=position,
        )


def _flows(model: Any, boss: Any) -> None:
    for subject, name in (
        ("field.leave", _("Requests for leave")),
        ("field.correction", _("Corrections")),
    ):
        if model.objects.filter(subject=subject).exists():
            continue
        flow = model.objects.create(name=name, subject=subject, position=0, number=1)
        flow.versions.create(
            number=1, conditions={}, steps=[HEAD], rules=RULES, at=timezone.now(), by=boss
        )


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0002_visit_types"),
        ("approvals", "0002_deciding"),
        ("accounts", "0004_special_days"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
