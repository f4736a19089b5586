"""Entries as Django makes them; the rollups by hand, since their layout decides their speed."""

from django.db import migrations, models

import zhuixiao.ledger.instants

DAY_KEY = {
    "metric": "smallint",
    "day": "integer",
    "employee_id": "bigint",
    "department_id": "bigint",
    "channel_id": "bigint",
    "product_id": "bigint",
    "region_id": "bigint",
    "option_id": "bigint",
}
CUSTOMER_KEY = {"customer_id": "bigint", "metric": "smallint"}
SUMS = {"quantity": "bigint", "amount": "bigint", "cost": "bigint", "entries": "bigint"}


def make_rollups(apps, schema_editor):
    """SQLite: clustered by the key, as pages read them, and strictly typed.

    PostgreSQL: room in each page, so that adding to a row rarely moves it.
    """
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    tail = "WITHOUT ROWID, STRICT" if is_sqlite else "WITH (fillfactor = 80)"
    for table, key in (("ledger_rollup", DAY_KEY), ("ledger_customerrollup", CUSTOMER_KEY)):
        columns = ", ".join(
            f"{name} {'INTEGER' if is_sqlite else kind} NOT NULL"
            for name, kind in {**key, **SUMS}.items()
        )
        schema_editor.execute(
            f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({', '.join(key)})) {tail}"
        )


def drop_rollups(apps, schema_editor):
    schema_editor.execute("DROP TABLE ledger_rollup")
    schema_editor.execute("DROP TABLE ledger_customerrollup")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="CustomerRollup",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "customer_id",
                                "metric",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("customer_id", models.BigIntegerField()),
                        ("metric", models.SmallIntegerField()),
                        ("quantity", models.BigIntegerField()),
                        ("amount", models.BigIntegerField()),
                        ("cost", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "Rollup by customer",
                    },
                ),
                migrations.CreateModel(
                    name="Rollup",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "metric",
                                "day",
                                "employee_id",
                                "department_id",
                                "channel_id",
                                "product_id",
                                "region_id",
                                "option_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("metric", models.SmallIntegerField()),
                        ("day", models.IntegerField()),
                        ("employee_id", models.BigIntegerField()),
                        ("department_id", models.BigIntegerField()),
                        ("channel_id", models.BigIntegerField()),
                        ("product_id", models.BigIntegerField()),
                        ("region_id", models.BigIntegerField()),
                        ("option_id", models.BigIntegerField()),
                        ("quantity", models.BigIntegerField()),
                        ("amount", models.BigIntegerField()),
                        ("cost", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "Rollup by day",
                    },
                ),
            ],
            database_operations=[migrations.RunPython(make_rollups, drop_rollups)],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", zhuixiao.ledger.instants.InstantField()),
                ("day", models.IntegerField()),
                ("metric", models.SmallIntegerField()),
                ("quantity", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("cost", models.BigIntegerField()),
                ("employee_id", models.BigIntegerField()),
                ("department_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("channel_id", models.BigIntegerField()),
                ("product_id", models.BigIntegerField()),
                ("region_id", models.BigIntegerField()),
                ("option_id", models.BigIntegerField()),
                ("fact_kind", models.SmallIntegerField()),
                ("fact_id", models.BigIntegerField()),
                ("line", models.SmallIntegerField()),
            ],
            options={
                "verbose_name": "Ledger entry",
                "indexes": [
                    models.Index(fields=["customer_id", "at"], name="entry_timeline"),
                    models.Index(
                        fields=["metric", "day", "employee_id", "department_id", "customer_id"],
                        name="entry_metric_day",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fact_kind", "fact_id", "line"), name="entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__range", (10101, 99991231))),
                        name="entry_day_is_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel_id__gte", 0),
                            ("customer_id__gte", 0),
                            ("department_id__gte", 0),
                            ("employee_id__gte", 0),
                            ("fact_id__gt", 0),
                            ("fact_kind__gt", 0),
                            ("line__gte", 0),
                            ("metric__gt", 0),
                            ("option_id__gte", 0),
                            ("product_id__gte", 0),
                            ("region_id__gte", 0),
                        ),
                        name="entry_ids_are_ids",
                    ),
                ],
            },
        ),
    ]
