"""Companies that are there already get the first types of visits."""

from typing import Any

from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext as _


def seed(apps: Any, _editor: Any) -> None:
    first = apps.get_model("accounts", "Employee").objects.order_by("pk").first()
    types = apps.get_model("field", "VisitType")
    if first is None or types.objects.exists():
        return
    with translation.override(first.language):
        types.objects.create(name=_("Ordinary visit"), is_default=True, steps=[])
        steps = [
            {"key": key, "label": label, "kind": kind, "is_required": key == "front"}
            for key, label, kind in (
                ("front", _("Shop front"), "photo"),
                ("stock", _("Stock on the shelf"), "number"),
                ("competitor", _("Competitors seen"), "text"),
                ("order", _("Order placed"), "yes_no"),
                ("note", _("Remarks"), "text"),
            )
        ]
        types.objects.create(
            name=_("Round of shops"), position=1, photos_from="camera", steps=steps
        )


class Migration(migrations.Migration):
    dependencies = [("field", "0001_initial"), ("accounts", "0004_special_days")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
