"""The rollup by day and employee alone, filled from the one with all dimensions."""

from django.db import migrations, models

KEY = {"metric": "smallint", "day": "integer", "employee_id": "bigint", "department_id": "bigint"}
SUMS = {"quantity": "bigint", "amount": "bigint", "cost": "bigint", "entries": "bigint"}


def make(apps, schema_editor):
    """As 0001 makes the others."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    tail = "WITHOUT ROWID, STRICT" if is_sqlite else "WITH (fillfactor = 80)"
    columns = ", ".join(
        f"{name} {'INTEGER' if is_sqlite else kind} NOT NULL"
        for name, kind in {**KEY, **SUMS}.items()
    )
    key, sums = ", ".join(KEY), ", ".join(f"SUM({name})" for name in SUMS)
    schema_editor.execute(
        f"CREATE TABLE ledger_peoplerollup ({columns}, PRIMARY KEY ({key})) {tail}"
    )
    schema_editor.execute(
        f"INSERT INTO ledger_peoplerollup ({key}, {', '.join(SUMS)}) "  # noqa: S608  (own names)
        f"SELECT {key}, {sums} FROM ledger_rollup GROUP BY {key} ORDER BY {key}"
    )


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE ledger_peoplerollup")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="PeopleRollup",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                *KEY, blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("metric", models.SmallIntegerField()),
                        ("day", models.IntegerField()),
                        ("employee_id", models.BigIntegerField()),
                        ("department_id", models.BigIntegerField()),
                        ("quantity", models.BigIntegerField()),
                        ("amount", models.BigIntegerField()),
                        ("cost", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                    ],
                    options={"verbose_name": "Rollup by day and employee"},
                ),
            ],
            database_operations=[migrations.RunPython(make, drop)],
        ),
    ]
