"""The agent of the demo company: its role may report, and did."""

from datetime import timedelta

from zhuixiao.accounts.actions import roles
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee, Role
from zhuixiao.customers.actions import registering
from zhuixiao.customers.actions.registering import Report
from zhuixiao.customers.models import Customer

DEALERS = "代理商销售"
_REPORTS = [
    ("成都锦江宾馆改造", "13908000001", "客房温控器 320 套，预计下月招标"),
    ("重庆两江会展中心", "13908000002", "空调节能改造，业主已约见"),
    ("昆明滇池度假酒店", "13908000003", "新建项目，设计院在选型"),
]


def build(by: Actor) -> None:
    """A role for the agent's people, three reports, and one about a customer that a seller has."""
    sales = Role.objects.get(key="sales")
    role = roles.copy(by=by, source=sales, name=DEALERS)
    grants = roles.grants_of(role)
    scope, actions = grants.modules["customers"]
    modules = {**grants.modules, "customers": (scope, [*actions, "report"])}
    wider = roles.Grants(modules, grants.fields)
    roles.change(by=by, role=role, name=role.name, needs_totp=False, grants=wider)
    Employee.objects.filter(username="huangxiaobing").update(role=role)
    agent = Employee.objects.with_access().get(username="huangxiaobing")
    for number, (name, phone, note) in enumerate(_REPORTS):
        then = Actor(agent, by.at - timedelta(days=20 * number + 3), by.zone, by.via)
        registering.report(by=then, report=Report({"name": name, "phone": phone}, note))
    held = Customer.objects.filter(owner__username="zhengbin", deleted_at=None).exclude(phone="")
    if known := held.order_by("pk").last():
        registering.report(
            by=Actor(agent, by.at, by.zone, by.via),
            report=Report({"name": known.name, "phone": known.phone}, "我们也在跟，业主是老关系"),
        )
