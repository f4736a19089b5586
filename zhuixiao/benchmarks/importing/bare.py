"""The floor: the same rows written into the customers' table by one statement."""

from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from zhuixiao.customers.models import Customer

from ..world.loading import Loader
from . import workbook


def run(size: int) -> dict[str, Any]:
    """Seconds for one `executemany` in one transaction, committed."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    at, day = str(now), str(now.date())
    loader = Loader(Customer, "name phone address note added_on created_at")
    values = [
        (name, phone, address, note, day, at)
        for name, _contact, phone, address, _industry, _importance, note in workbook.rows(size)
    ]
    rows = [(*row, *loader.defaults) for row in values]
    begun = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(loader.insert, rows)
    return {"seconds": perf_counter() - begun}
