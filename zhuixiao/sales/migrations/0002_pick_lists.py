"""Companies that are older than selling get its pick lists, in the language of their first boss."""

from typing import Any

from django.db import migrations
from django.utils import translation

from zhuixiao.catalog.seeds import options
from zhuixiao.sales.stages import BUILT_IN

STAGES = "opportunity_stage"
LISTS = (STAGES, "loss_reason", "order_type", "payment_method", "expense_type")


def fill(apps: Any, _schema_editor: Any) -> None:
    Option, Employee = apps.get_model("catalog", "Option"), apps.get_model("accounts", "Employee")
    first = Employee.objects.order_by("pk").first()
    if first is None:
        return
    with translation.override(first.language):
        built = [row for row in options.build() if row.pick_list in LISTS]
    columns = ("pick_list", "name", "colour", "position", "key", "outcome")
    Option.objects.bulk_create(
        [Option(**{name: getattr(row, name) for name in columns}) for row in built],
        ignore_conflicts=True,
    )
    StageRule = apps.get_model("sales", "StageRule")
    for stage in Option.objects.filter(pick_list=STAGES, key__in=BUILT_IN):
        probability, stale, needs = BUILT_IN[stage.key]
        StageRule.objects.get_or_create(
            stage=stage,
            defaults={"probability_bp": probability, "stale_days": stale, "needs": list(needs)},
        )


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial"), ("catalog", "0005_stages_of_opportunities")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
