"""Duplicates of the demo company: some customers that two sellers entered, and a search for them."""

from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers.actions import creating, deduplicating
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import Customer


def build(by: Actor, *, seed: int) -> None:
    """Four customers once more, with another spelling and another owner."""
    rng = Random(seed)
    sellers = list(Employee.objects.active().filter(role__key="sales").order_by("pk"))
    held = Customer.objects.filter(deleted_at=None).exclude(phone="").exclude(owner=None)
    for row in held.order_by("pk")[10:14]:
        others = [one for one in sellers if one.pk != row.owner_id]
        name = f"{row.name.removesuffix('有限公司')}（老板介绍）"
        values = {"name": name, "phone": row.phone, "region": row.region_id}
        creating.create(by=by, new=NewCustomer(values, owner=rng.choice(others)))
    company = Company.objects.get()
    deduplicating.search(at=by.at, company=company, progress=lambda _done, _total: None)
