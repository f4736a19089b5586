"""One company with one record of every kind, four times: three owners' and a deleted set.

Tests read `Scene.ids[copy][kind]`, so a route names its object by kind and never by id.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests import world as cast
from tests.world import World, actor
from zhuixiao.accounts.actions import (
    api_tokens,
    calendar,
    departments,
    employees,
    groups,
    invitations,
)
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import DepartmentKind, Right
from zhuixiao.accounts.models import Employee, Role, Session
from zhuixiao.accounts.sessions import SessionStore
from zhuixiao.activities.actions import commenting, events, planning, recording, tasks
from zhuixiao.activities.actions import trash as activity_trash
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.analytics.actions import saving
from zhuixiao.analytics.definition import Definition
from zhuixiao.approvals.models import Flow, FlowVersion, Request
from zhuixiao.catalog.actions import costs, images, options
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, ProductCategory, Region
from zhuixiao.customers.actions import (
    claiming,
    collaborating,
    creating,
    distributing,
    merging,
    pools,
    recycling,
    trash,
    views,
)
from zhuixiao.customers.choices import CustomFieldKind
from zhuixiao.customers.exporting.wishes import Wish
from zhuixiao.customers.importing import batches
from zhuixiao.customers.models import BulkChange, Customer, CustomField, DuplicatePair, Pool
from zhuixiao.field.actions import (
    attendance_corrections,
    attendance_days,
    attendance_groups,
    leave_requests,
    photos,
    trackers,
    visit_plans,
    visits,
)
from zhuixiao.field.actions.attendance_groups import GroupValues
from zhuixiao.field.actions.attendance_punching import punch
from zhuixiao.field.actions.leave_requests import NewLeave
from zhuixiao.field.attendance.terms import Terms
from zhuixiao.field.choices.tracks import TrackerKind
from zhuixiao.field.leave.counting import Span
from zhuixiao.field.models import AttendanceDay, Leave, LeaveType, VisitType
from zhuixiao.field.phone.captures import Capture
from zhuixiao.files import actions as files
from zhuixiao.kit.geo import Datum, Position
from zhuixiao.kit.models import Job
from zhuixiao.kit.periods import Period
from zhuixiao.notices.models import Notice, Robot, Subscription
from zhuixiao.reports.actions import naming, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.sales.actions import (
    expense_claims,
    invoicing,
    opportunities,
    opportunity_trash,
    ordering,
    paying,
    quoting,
    returning,
    shipping,
    spending,
    titling,
)
from zhuixiao.sales.actions import planning as payment_plans
from zhuixiao.sales.actions.invoicing import NewInvoice
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.opportunity_values import NewOpportunity
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.actions.quoting import NewQuote
from zhuixiao.sales.actions.return_lines import Back, NewReturn
from zhuixiao.sales.actions.shipping import NewShipment
from zhuixiao.sales.actions.spending import NewExpense
from zhuixiao.sales.actions.titling import TitleValues
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import (
    Expense,
    ExpenseClaim,
    Invoice,
    Opportunity,
    Order,
    Payment,
    Quote,
    Return,
    Shipment,
)

PHONE, CONTACT_PHONE = "13912345678", "13787654321"
# The copy whose customer is opened to the collaborators among the readers.
LET_INTO = "zheng"
COPIES = ("zheng", "su", "li", "trash")


@dataclass
class Scene:
    """`readers` are everybody who looks, by a short name; None is who never logged in."""

    world: World
    readers: dict[str, Employee | None]
    owners: dict[str, Employee]
    ids: dict[str, dict[str, Any]]
    shared: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)
    let_in: frozenset[int] = frozenset()

    def find(self, copy: str, kind: str) -> Any:
        """The id of the copy's record of a kind; settings are one for all copies."""
        return self.ids[copy].get(kind, self.shared.get(kind))


def build(rows: int = 1) -> Scene:
    """Write it; with `rows` above 1 each owner has as many of everything that lists show."""
    world = cast.build()
    now = timezone.now()
    people = _people(world)
    owners = {"zheng": world.zheng, "su": world.su, "li": world.li, "trash": world.zheng}
    shared = _settings(actor(world.boss, at=now), world)
    ids: dict[str, dict[str, Any]] = {}
    for copy, owner in owners.items():
        for number in range(rows):
            ids[copy] = _records(Actor.of(owner, at=now), f"{copy}{number or ''}", shared)
        if copy == "trash":
            _throw_away(actor(world.boss, at=now), ids[copy])
        else:
            ids[copy] |= _personal(Actor.of(owner, at=now), rows)
    shared["duplicate"] = _duplicate(ids, now)
    shared["any_customer"] = ids["zheng"]["customer"]
    let_in = _let_in(Actor.of(world.zheng, at=now), people, ids[LET_INTO]["customer"], shared)
    secrets = {name: _token(one) for name, one in people.items() if one is not None}
    employees.deactivate(by=actor(world.boss, at=now), employee=people["gone"])
    people["gone"].refresh_from_db()
    return Scene(world, people, owners, ids, shared, secrets, let_in)


def picture() -> bytes:
    """The bytes of a small picture."""
    held = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(held, "PNG")
    return held.getvalue()


def _people(world: World) -> dict[str, Any]:
    roles = {row.key: row for row in Role.objects.all()}
    dealer = departments.add(
        by=actor(world.boss),
        name="华北代理",
        parent=world.head_office,
        kind=DepartmentKind.AGENT,
    )
    places = {"gone": world.south, "dealer": dealer}
    hired = {
        name: employees.hire(
            by=actor(world.boss),
            name=name,
            username=name,
            department=places.get(name, world.head_office),
            role=roles[key],
            phone="",
            email=f"{name}@chenguang.example",
            password=cast.PASSWORD,
        )
        for name, key in (
            ("marketing", "marketing"),
            ("service", "service"),
            ("gone", "manager"),
            ("reading", "sales"),
            ("working", "sales"),
            # Sees the whole company by the role, and nothing of it by the place.
            ("dealer", "marketing"),
        )
    }
    known = ("boss", "admin", "manager", "finance", "zheng", "chen", "su", "li")
    return {**{name: getattr(world, name) for name in known}, **hired, "nobody": None}


def _let_in(
    by: Actor, people: dict[str, Any], customer: int, shared: dict[str, Any]
) -> frozenset[int]:
    """Two of the readers work along on a customer that is not theirs."""
    row = Customer.objects.get(pk=customer)
    for name, right in (("reading", Right.READ), ("working", Right.WORK)):
        held = collaborating.let_in(
            by=by, customer=row, employee=people[name], terms=collaborating.Terms(right)
        )
        shared["collaborator"] = held.pk
    return frozenset({people["reading"].pk, people["working"].pk})


def _settings(by: Actor, world: World) -> dict[str, Any]:
    # The built-in options stand here already; of each kind the pages change one.
    option = Option.objects.of(PickList.INDUSTRY).first()
    kind = Option.objects.get(key="phone_visit")
    category = ProductCategory.objects.create(name="温控器", path="温控器/")
    product = Product.objects.create(
        name="温控器 T6", sku="T6", category=category, list_price=19900, standard_cost=9900
    )
    for days, cost in ((9, 8800), (0, 9900)):
        costs.set_from(by=by, product=product, cost=cost, day=by.today - timedelta(days=days))
    own_field = CustomField.objects.create(label="楼层", kind=CustomFieldKind.SINGLE, choices=["1"])
    group = groups.save(by=by, name="值班", members=[world.chen])
    day = calendar.set_day(by=by, day=by.today, is_workday=True, name="值班日")
    pool = pools.save_pool(by=by, pool=None, values={"name": "总公海"})
    assert option is not None
    return {
        "option": option.pk,
        "activity_type": kind.pk,
        "opportunity_stage": Option.objects.of(PickList.OPPORTUNITY_STAGE)[0].pk,
        "expense_type": Option.objects.of(PickList.EXPENSE_TYPE)[0].pk,
        "channel": _first(Channel),
        "category": category.pk,
        "product": product.pk,
        "product_image": images.add(
            by=by, product=product, upload=SimpleUploadedFile("T6.png", picture())
        ).pk,
        "product_cost": product.costs.order_by("pk").values_list("pk", flat=True)[0],
        "custom_field": own_field.pk,
        "region": _first(Region),
        "group": group.pk,
        "special_day": day.pk,
        "pool": pool.pk,
        "pool_customer": _pooled(by, pool),
        "recycle_rule": _rule(by, pool),
        "merge": _merged(by, world),
        "assign_rule": _assign_rule(by, world),
        # Its place in the list.
        "duplicate_rule": 0,
        "robot": Robot.objects.create(
            name="群", chat="wecom", token="0123456789", created_at=by.at
        ).pk,
        "flow": _first(Flow),
        "visit_type": _first(VisitType),
        **_attendance(by),
        "recycle_run": recycling.start(at=by.at).pk,
        "cap": pools.save_cap(
            by=by, cap=None, values={"name": "每人", "most": 900, "together": False}
        ).pk,
        "department": world.shenzhen.pk,
        "employee": world.chen.pk,
        "role": cast.role("service").pk,
        "activity_kind": "activity",
        "tag": options.add(by=by, pick_list=PickList.TAG, name="tag").pk,
        "pick_list": "industry",
        "row_kind": "tier",
        "customer_kind": "customer",
        "standard": "subject",
        # The boss reads them anyway.
        "report_reader": naming.add(by=by, reader=world.boss, of=world.li).pk,
        "routine": "notices.old",
        "period": "day",
        "day": by.today.isoformat(),
        "invitation": invitations.invite(by=by, employee=world.chen).rstrip("/").rpartition("/")[2],
    }


def _pooled(by: Actor, pool: Pool) -> int:
    """A customer that waits for somebody."""
    new = creating.NewCustomer({"name": "公海 酒店", "phone": PHONE}, owner=by.employee)
    customer = creating.create(by=by, new=new)
    claiming.release(by=by, customer_ids=[customer.pk], pool=pool, note="没人跟进")
    return customer.pk


def _merged(by: Actor, world: World) -> int:
    """Two customers that became one."""
    pair = [
        creating.create(by=by, new=creating.NewCustomer({"name": name}, owner=world.zheng))
        for name in ("合并 酒店", "合并 酒店二")
    ]
    return merging.merge(by=by, winner_id=pair[0].pk, loser_id=pair[1].pk).pk


def _assign_rule(by: Actor, world: World) -> int:
    values = {"name": "轮流", "people": [world.chen], "groups": [], "departments": []}
    return distributing.save_rule(by=by, rule=None, values=values).pk


def _duplicate(ids: dict[str, dict[str, Any]], now: Any) -> int:
    """Two customers of different owners that have one phone."""
    first, second = sorted(ids[copy]["customer"] for copy in ("zheng", "su"))
    pair = DuplicatePair(first_id=first, second_id=second, reason="phone", found_at=now)
    pair.save()
    return pair.pk


def _rule(by: Actor, pool: Pool) -> int:
    conditions = [{"kind": "contact", "days": 90}]
    values = {"name": "90 天", "pool": pool, "match": "any", "conditions": conditions}
    return pools.save_rule(by=by, rule=None, values=values).pk


def _first(model: Any) -> Any:
    return model.objects.order_by("pk").values_list("pk", flat=True).first()


def _records(by: Actor, label: str, shared: dict[str, Any]) -> dict[str, Any]:
    """What a person has to do with customers."""
    values = {"name": f"{label} 酒店", "phone": PHONE, "note": f"note of {label}"}
    people = [{"name": f"梁 {label}", "phone": CONTACT_PHONE}]
    customer = creating.create(
        by=by, new=creating.NewCustomer(values, owner=by.employee, contacts=people)
    )
    contact = customer.contacts.get()
    upload = SimpleUploadedFile(f"{label}.png", picture())
    file = files.store(by=by, upload=upload)
    activity = recording.log(
        by=by,
        new=NewActivity(
            customer_id=customer.pk,
            contact_id=contact.pk,
            subject=f"call by {label}",
            description=f"said to {label}",
            type_id=shared["activity_type"],
            file_ids=[file.pk],
        ),
    )
    held = files.store(
        by=by,
        upload=SimpleUploadedFile(f"held {label}.txt", b"hello"),
        kind="customer",
        record_id=customer.pk,
    )
    plan = planning.plan(by=by, customer_id=customer.pk, on=by.today, note=f"next of {label}")
    task = tasks.add(
        by=by,
        new=tasks.NewTask(title=f"task of {label}", due_on=by.today, customer_id=customer.pk),
    )
    event = events.add(
        by=by,
        new=events.NewEvent(
            title=f"event of {label}",
            starts_at=by.at,
            ends_at=by.at + timedelta(hours=1),
            customer_id=customer.pk,
        ),
    )
    comment = commenting.comment(
        by=by, kind="activity", record_id=activity.pk, text=f"comment of {label}"
    )
    opportunity = opportunities.add(
        by=by,
        new=NewOpportunity(f"wish of {label}", customer.pk, note=f"wanted by {label}"),
    )
    return {
        "customer": customer.pk,
        "opportunity": opportunity.pk,
        "contact": contact.pk,
        "activity": activity.pk,
        "file": file.pk,
        "customer_file": held.pk,
        "follow_up": plan.pk,
        "task": task.pk,
        "event": event.pk,
        "comment": comment.pk,
        **_visited(by, label, customer),
        **_sold(by, label, customer, shared),
    }


def _visited(by: Actor, label: str, customer: Customer) -> dict[str, Any]:
    """A stop on today's route, the visit that came of it, and a photo there."""
    plan = visit_plans.add(
        by=by,
        person=by.employee,
        day=by.today,
        customer_id=customer.pk,
        note=f"stop of {label}",
    )
    place = Position(23.1, 113.3)
    came, shot = (
        Capture(uuid.uuid4(), by.at, by.at, by.at, place, accuracy=20) for _number in range(2)
    )
    visit = visits.sign_in(
        by=by, capture=came, new=visits.SignIn(customer.pk, reason=f"reason of {label}")
    )
    photo = photos.add(
        by=by,
        capture=shot,
        new=photos.NewPhoto(visit.client_id, note=f"photo of {label}"),
        upload=SimpleUploadedFile(f"front {label}.png", picture()),
    )
    return {"visit": visit.pk, "visit_plan": plan.pk, "photo": photo.pk}


def _sold(by: Actor, label: str, customer: Customer, shared: dict[str, Any]) -> dict[str, Any]:
    """An order of which a part was sent and a part came back, and what was spent for it."""
    line = NewLine(quantity=3_000, price=1_990_000, product_id=shared["product"])
    new = NewOrder(customer.pk, [line], by.today, note=f"order of {label}")
    order = ordering.place(by=by, new=new)
    parts = {order.lines.get().pk: 1_000}
    sent = NewShipment(by.today, parts, receiver=f"receiver of {label}", phone=PHONE)
    shipment = shipping.ship(by=by, order=order, new=sent)
    some = [Back(order.lines.get().pk, 1_000)]
    back = returning.take_back(by=by, order=order, new=NewReturn(some, by.today, f"of {label}"))
    spent = NewExpense(
        by.today, shared["expense_type"], 3_550, f"expense of {label}", order_id=order.pk
    )
    offered = NewQuote(customer.pk, [line], by.today, note=f"quote of {label}")
    quote = quoting.draft(by=by, new=offered)
    expense, claimed = (spending.add(by=by, new=spent) for _number in range(2))
    claim = expense_claims.draft(by=by, expense_ids=[claimed.pk], note=f"claim of {label}")
    return {
        "order": order.pk,
        "return": back.pk,
        "quote": quote.pk,
        "shipment": shipment.pk,
        "expense": expense.pk,
        "claim": claim.pk,
        **_money(by, customer, label),
    }


def _money(by: Actor, customer: Customer, label: str) -> dict[str, Any]:
    """An order with an instalment, a payment of a part of it, a title and an invoice."""
    line = NewLine(quantity=1_000, price=1_000_000, name=f"goods of {label}")
    new = NewOrder(customer_id=customer.pk, lines=[line], signed_on=by.today)
    order = ordering.place(by=by, new=new)
    payment_plans.equal(by=by, order=order, parts=1, first_on=by.today, every="month")
    payment = paying.record(
        by=by,
        new=NewPayment(customer.pk, 9_000, by.today, shares=[Share(order.pk, 5_000)]),
    )
    values = TitleValues(name=f"title of {label}", kind="person")
    title = titling.add(by=by, customer=customer, values=values)
    invoice = invoicing.ask(by=by, new=NewInvoice(order.pk, 5_000, title.pk))
    return {
        "payment": payment.pk,
        "allocation": payment.allocations.get().pk,
        "invoice_title": title.pk,
        "invoice": invoice.pk,
    }


def _throw_away(by: Actor, ids: dict[str, Any]) -> None:
    from zhuixiao.activities.models import Activity, Event, Task

    opportunity_trash.delete(by=by, opportunity=Opportunity.objects.get(pk=ids["opportunity"]))
    paying.delete(by=by, payment=Payment.objects.get(pk=ids["payment"]))
    Invoice.objects.filter(pk=ids["invoice"]).update(deleted_at=by.at)
    activity_trash.delete(by=by, activity=Activity.objects.get(pk=ids["activity"]))
    tasks.delete(by=by, task=Task.objects.get(pk=ids["task"]))
    events.delete(by=by, event=Event.objects.get(pk=ids["event"]))
    returning.undo(by=by, back=Return.objects.get(pk=ids["return"]))
    owner = Order.objects.get(pk=ids["order"]).owner
    his = Actor(owner, by.at, by.zone)
    expense_claims.delete(by=his, claim=ExpenseClaim.objects.get(pk=ids["claim"]))
    spending.delete(by=his, expense=Expense.objects.get(pk=ids["expense"]))
    shipping.take_back(by=his, shipment=Shipment.objects.get(pk=ids["shipment"]))
    Order.objects.filter(customer=ids["customer"]).update(deleted_at=by.at)
    Quote.objects.filter(pk=ids["quote"]).update(deleted_at=by.at)
    trash.delete(by=by, customer_ids=[ids["customer"]])


def _personal(by: Actor, rows: int) -> dict[str, Any]:
    """What is a person's own alone, and the report that leaders read."""
    me = by.employee
    layout = views.Layout({}, [], [])
    for number in range(rows):
        view = views.save_new(by=by, name=f"view {number} of {me.name}", layout=layout)
        notice = Notice.objects.create(
            employee=me, kind="reports.submitted", text="hello", created_at=by.at
        )
        job, export = (
            Job.objects.create(
                kind=kind,
                label=f"job of {me.username}",
                state="done",
                created_by_id=me.pk,
                created_at=by.at,
            )
            for kind in ("files.sweep", "customers.export")
        )
        subscription = Subscription.objects.create(
            employee=me,
            source="reports.digest",
            subject=f"e{number}",
            period="day",
            channel="notice",
            since=by.at,
        )
        bulk = BulkChange.objects.create(
            employee=me, at=by.at, action="assign", finished_at=by.at, total=1
        )
    report = writing.save(
        by=by,
        kind=ReportKind.DAY,
        period=Period(by.today, by.today),
        summary=[f"summary of {me.username}"],
        plan=["plan"],
    )
    report = writing.submit(by=by, report=report)
    token, _secret = api_tokens.create(
        by=by, name="mine", scopes=["customers.view"], expires_at=None
    )
    table = saving.create(
        by=by,
        name=f"table of {me.username}",
        asked=Definition(metrics=["activities.done"], rows=["employee"]),
    )
    tracker, secret = trackers.add(by=by, name="phone", kind=TrackerKind.TRACCAR)
    return {
        "view": view.pk,
        "tracker": tracker.pk,
        "tracker_secret": secret,
        "tracked": me.pk,
        "summary_table": table.pk,
        "notice": notice.pk,
        "subscription": subscription.pk,
        "job": job.pk,
        "export": export.pk,
        "bulk": bulk.pk,
        "report": report.pk,
        **_at_work(by),
        "token": token.pk,
        "session": _session(me),
        "batch": _batch(by),
        "approval": _approval(by),
    }


def _at_work(by: Actor) -> dict[str, int]:
    """A punch of the latest noon, for at night none belongs to a shift; a correction and a request
    for leave that nobody has decided."""
    today = datetime.combine(by.today, time(12), by.zone)
    noon = today if today <= by.at else today - timedelta(days=1)
    moment = Capture(uuid.uuid4(), at=noon, claimed_at=noon, received_at=by.at)
    held = punch(by=by, capture=moment, is_in=True)
    attendance_days.catch_up(by.at)
    number = Leave.objects.filter(employee=by.employee).count() + 1
    correction = attendance_corrections.ask(
        by=by, day=by.today - timedelta(days=number), is_in=True, at=time(9), reason="x"
    )
    start = by.today + timedelta(weeks=number)
    span = Span(start, start + timedelta(days=6))
    kind = LeaveType.objects.get(yearly_halves=None, counts_every_day=True)
    new = NewLeave(kind.pk, span, f"leave of {by.employee.username}")
    return {
        "attendance_day": AttendanceDay.objects.get(employee=by.employee, day=held.day).pk,
        "correction": correction.pk,
        "leave": leave_requests.ask(by=by, client_id=uuid.uuid4(), new=new).pk,
    }


def _attendance(by: Actor) -> dict[str, int]:
    """A group of its own with a place, and a type of leave."""
    values = GroupValues("测试组", Terms(), people=[by.employee])
    group = attendance_groups.save(by=by, group=None, values=values)
    place = attendance_groups.save_place(
        by=by,
        group=group,
        place=None,
        name="公司",
        latitude=22.5,
        longitude=114.0,
        datum=Datum.WGS84,
        radius=300,
    )
    return {
        "attendance_group": group.pk,
        "attendance_place": place.pk,
        "leave_type": _first(LeaveType),
    }


def _approval(by: Actor) -> int:
    """Something that the person asked, and that a manager of another branch has to decide."""
    held = Request.objects.create(
        flow_version=FlowVersion.objects.order_by("pk")[0],
        subject="customers.export",
        title="asked by %(name)s",
        params={"name": by.employee.username},
        payload={"wish": Wish().as_json(), "rows": 1, "about": "x"},
        asker=by.employee,
        department=by.employee.department,
        plan=[{"who": "people", "ids": [], "mode": "any"}],
        asked_at=by.at,
    )
    return held.pk


def _batch(by: Actor) -> int:
    """An import; the person's role may have been allowed to when it began."""
    able = Actor.of(Employee.objects.get(username="liaoli"), at=by.at)
    batch = batches.begin(
        by=able,
        name="客户.csv",
        chunks=["客户名称,电话\n甲公司,13900000001\n".encode()],
    )
    batch.created_by = by.employee
    batch.save(update_fields=["created_by"])
    return batch.pk


def _session(me: Employee) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(me.pk)
    store.create()
    return Session.objects.get(session_key=store.session_key).mark


def _token(me: Employee) -> str:
    by = Actor.of(me, at=timezone.now())
    own = api_tokens.grantable(by)
    return api_tokens.create(by=by, name="api", scopes=own, expires_at=None)[1]


def today(scene: Scene) -> date:
    """The company's day."""
    return scene.world.company.today(timezone.now())


def unknown_like(value: Any) -> Any:
    """An id of the same shape that no record has."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    return 999_999_999 if isinstance(value, int) else "nothing-of-this"


Finder = Callable[[str, str], Any]
