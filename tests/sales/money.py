"""What several tests of money share: a title that passes every check, and goods that come back."""

from tests.sales.conftest import TODAY
from zhuixiao.accounts.audit import Actor
from zhuixiao.sales.actions import ordering, settling
from zhuixiao.sales.actions.titling import TitleValues
from zhuixiao.sales.models import Order, Return

# A credit code with a right check digit (GB 32100-2015).
COMPANY = TitleValues(
    name="广州迪宏酒店",
    tax_number="91350100M000100Y43",
    bank="招商银行广州分行",
    account="120905123410203",
    address="广州市天河区体育西路 1 号",
    phone="020-81234567",
)


def give_back(order: Order, amount: int, *, by: Actor) -> None:
    """Goods of this worth come back, as an accepted return leaves the order."""
    Return.objects.create(
        number=f"TH{Return.objects.count()}",
        order=order,
        returned_on=TODAY,
        reason="坏了",
        amount=amount,
        base_amount=amount,
        created_by=by.employee,
        created_at=by.at,
    )
    order.refresh_from_db()
    order.returned += amount
    order.save()
    settling.fit(order)
    ordering.repost(order)
