"""What came from a file is found by its index, however many records there are."""

import pytest
from django.db import connection, models, transaction

from zhuixiao.sales.models import Opportunity, Order, Payment, Return
from zhuixiao.sales.trade.kinds import came_as

# More than PostgreSQL looks at one by one to prove that none of them is empty.
KEYS = [f"orders:{number}" for number in range(200)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Order, Return, Payment, Opportunity])
def test_records_of_a_file_are_found_by_an_index(model: type[models.Model]) -> None:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Empty tables are otherwise read at once.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
        plan = model._default_manager.filter(came_as(KEYS)).explain()
    assert f"{model._meta.model_name}_imported_once" in plan
