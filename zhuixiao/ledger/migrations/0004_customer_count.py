"""The counts of different customers by employee and week or month, filled from the entries."""

from datetime import date, timedelta

from django.db import migrations, models

from zhuixiao.ledger import catalogue

KEY = {
    "metric": "smallint",
    "unit": "smallint",
    "day": "integer",
    "employee_id": "bigint",
    "department_id": "bigint",
}
WEEK, MONTH = 1, 2


def make(apps, schema_editor):
    """As 0001 makes the others; whose customers are counted is what the program says."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    tail = "WITHOUT ROWID, STRICT" if is_sqlite else "WITH (fillfactor = 80)"
    columns = ", ".join(
        f"{name} {'INTEGER' if is_sqlite else kind} NOT NULL"
        for name, kind in {**KEY, "customers": "bigint"}.items()
    )
    key = ", ".join(KEY)
    schema_editor.execute(
        f"CREATE TABLE ledger_customercount ({columns}, PRIMARY KEY ({key})) {tail}"
    )
    counted = sorted({row.posted.id for row in catalogue.metrics() if row.is_distinct})
    with schema_editor.connection.cursor() as cursor:
        for metric in counted:
            cursor.execute(
                "SELECT MIN(day), MAX(day) FROM ledger_entry WHERE metric = %s", [metric]
            )
            first, last = cursor.fetchone()
            for unit, start, end in _units(first, last) if first else ():
                cursor.execute(
                    f"INSERT INTO ledger_customercount ({key}, customers) "  # noqa: S608  (own names)
                    f"SELECT metric, {unit}, {start}, employee_id, department_id, "
                    "COUNT(DISTINCT customer_id) FROM ledger_entry "
                    "WHERE metric = %s AND day BETWEEN %s AND %s AND customer_id > 0 "
                    "GROUP BY metric, employee_id, department_id",
                    [metric, start, end],
                )


def _units(first, last):
    """(unit, first day, last day) of each week and month from one day, as yyyymmdd, to another."""
    begin, end = (date(day // 10_000, day // 100 % 100, day % 100) for day in (first, last))
    day = begin - timedelta(days=begin.weekday())
    while day <= end:
        yield WEEK, _number(day), _number(day + timedelta(days=6))
        day += timedelta(days=7)
    day = begin.replace(day=1)
    while day <= end:
        following = (day + timedelta(days=31)).replace(day=1)
        yield MONTH, _number(day), _number(following - timedelta(days=1))
        day = following


def _number(day):
    return day.year * 10_000 + day.month * 100 + day.day


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE ledger_customercount")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_product_rollup")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="CustomerCount",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                *KEY, blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("metric", models.SmallIntegerField()),
                        ("unit", models.SmallIntegerField()),
                        ("day", models.IntegerField()),
                        ("employee_id", models.BigIntegerField()),
                        ("department_id", models.BigIntegerField()),
                        ("customers", models.BigIntegerField()),
                    ],
                    options={"verbose_name": "Count of customers"},
                ),
            ],
            database_operations=[migrations.RunPython(make, drop)],
        ),
    ]
