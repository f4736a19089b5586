"""The rollup by month and year of each product, filled from the one with all dimensions."""

from django.db import migrations, models

from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension

KEY = {"metric": "smallint", "months": "smallint", "day": "integer", "product_id": "bigint"}
SUMS = {"quantity": "bigint", "amount": "bigint", "cost": "bigint", "entries": "bigint"}
# The first day of the month and of the year of a day.
DAYS = {1: "day / 100 * 100 + 1", 12: "day / 10000 * 10000 + 101"}


def make(apps, schema_editor):
    """As 0001 makes the others; which metrics keep products is what the program says of them."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    tail = "WITHOUT ROWID, STRICT" if is_sqlite else "WITH (fillfactor = 80)"
    columns = ", ".join(
        f"{name} {'INTEGER' if is_sqlite else kind} NOT NULL"
        for name, kind in {**KEY, **SUMS}.items()
    )
    key, sums = ", ".join(KEY), ", ".join(f"SUM({name})" for name in SUMS)
    schema_editor.execute(
        f"CREATE TABLE ledger_productrollup ({columns}, PRIMARY KEY ({key})) {tail}"
    )
    kept = [str(row.id) for row in catalogue.metrics() if Dimension.PRODUCT in row.dims]
    for months, first in DAYS.items() if kept else ():
        schema_editor.execute(
            f"INSERT INTO ledger_productrollup ({key}, {', '.join(SUMS)}) "  # noqa: S608  (own names)
            f"SELECT metric, {months}, {first}, product_id, {sums} FROM ledger_rollup "
            f"WHERE metric IN ({', '.join(kept)}) GROUP BY 1, 3, 4 ORDER BY 1, 3, 4"
        )


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE ledger_productrollup")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_people_rollup")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ProductRollup",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                *KEY, blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("metric", models.SmallIntegerField()),
                        ("months", models.SmallIntegerField()),
                        ("day", models.IntegerField()),
                        ("product_id", models.BigIntegerField()),
                        ("quantity", models.BigIntegerField()),
                        ("amount", models.BigIntegerField()),
                        ("cost", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                    ],
                    options={"verbose_name": "Rollup by product"},
                ),
            ],
            database_operations=[migrations.RunPython(make, drop)],
        ),
    ]
