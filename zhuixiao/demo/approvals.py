"""Approvals of the demo company: a flow for transfers, and questions that wait for the boss."""

from datetime import timedelta
from itertools import pairwise

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import deciding, flows
from zhuixiao.approvals.models import Request
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.exporting import jobs
from zhuixiao.customers.exporting.wishes import Wish
from zhuixiao.customers.models import Customer

LARGE = 5


def build(by: Actor) -> None:
    """Two transfers and an export were asked for; one was agreed to."""
    boss = {"who": "role", "ids": [by.employee.role_id], "mode": "any"}
    head = {"who": "head", "mode": "any"}
    draft = flows.Draft(
        name="转移 5 个以上客户",
        subject=transferring.SUBJECT,
        steps=[head, boss],
        conditions={"at_least": {"customers": LARGE}},
    )
    flows.save(by=by, flow=None, draft=draft)
    leader = Employee.objects.with_access().get(username="zhouping")
    sales = Employee.objects.active().filter(department=leader.department, role__key="sales")
    sellers = list(sales.order_by("pk")[:3])
    for number, (seller, receiver) in enumerate(pairwise(sellers)):
        then = Actor(leader, by.at - timedelta(days=1, hours=number), by.zone, by.via)
        own = Customer.objects.filter(owner=seller, deleted_at=None).order_by("-pk")
        ids = list(own.values_list("pk", flat=True)[: LARGE + number])
        if len(ids) < LARGE:
            # In a small demo nobody would have to agree.
            continue
        transferring.transfer(by=then, customer_ids=ids, owner=receiver)
    if first := Request.objects.order_by("pk").first():
        deciding.approve(by=by, request=first, note="同意，新人接手。")
    jobs.start(by=Actor(leader, by.at, by.zone, by.via), wish=Wish(params={"view": "all"}))
