"""Two weeks of visits of the field sales people, with drawn pictures, and today's routes."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, visit_plans, visits
from zhuixiao.field.choices.visits import PhotosFrom
from zhuixiao.field.models import Visit, VisitType
from zhuixiao.field.phone.captures import Capture
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position

from . import people

DAYS = 14
STOPS = 3
_WALLS = ("#c9b79c", "#b9c4c9", "#d8c3a5", "#a8b5a2", "#c7a9a0")
_SIGNS = ("#a4243b", "#1b4965", "#386641", "#6d597a", "#bc6c25")
_SAID = (
    "见了采购经理，样品已装上，反馈安静好用",
    "老板在谈二期，要我们报智能照明",
    "库存只剩两箱，下周补货",
    "竞品报价低 5%，强调我们的保修",
    "验收没问题，约好月底对账",
)


def build(by: Actor, *, seed: int) -> None:
    """Visits before today and who is to be visited today."""
    rng = Random(seed)
    named = people.GROUPS["外勤销售"]
    types = list(VisitType.objects.in_use())
    for person in Employee.objects.active().with_access().filter(username__in=named).order_by("pk"):
        mine = Customer.objects.filter(owner=person, deleted_at=None).exclude(region=None)
        customers = list(mine.select_related("region").order_by("-last_contact_at", "pk")[:12])
        if not customers:
            continue
        # Nobody drives through the whole province in a day.
        cities = [list(rows) for _city, rows in groupby(sorted(customers, key=_city), key=_city)]
        with transaction.atomic():
            for moment in _moments(by, rng):
                customer = rng.choice(cities[moment.toordinal() % len(cities)])
                _visit(person, customer, rng.choice(types), moment, by, rng)
        for customer in customers[:STOPS]:
            visit_plans.add(
                by=Actor(person, by.at, by.zone, by.via),
                person=person,
                day=by.today,
                customer_id=customer.pk,
            )


def _city(customer: Customer) -> int:
    """The first digits of the code of a district."""
    return (customer.region_id or 0) // 100


def _moments(by: Actor, rng: Random) -> Iterator[datetime]:
    """One or two arrivals on each workday before today, oldest first."""
    for back in range(DAYS, 0, -1):
        day: date = by.today - timedelta(days=back)
        if day.isoweekday() > 5:
            continue
        for hour in (10, 15)[: rng.choice((1, 1, 2))]:
            yield datetime.combine(day, time(hour, rng.randint(0, 50)), by.zone)


def _visit(
    person: Employee,
    customer: Customer,
    type_: VisitType,
    at: datetime,
    boss: Actor,
    rng: Random,
) -> Visit:
    """Mostly at the customer, seldom elsewhere; half of them with a picture."""
    by = Actor(person, at, boss.zone, boss.via)
    is_far = rng.random() < 0.1
    place = _near(customer, rng, 2_500 if is_far else 60)
    came = Capture(uuid.UUID(int=rng.getrandbits(128)), at, at, at, place, rng.randint(8, 60))
    reason = "客户约在工地见面" if is_far else ""
    visit = visits.sign_in(
        by=by, capture=came, new=visits.SignIn(customer.pk, type_.pk, reason=reason)
    )
    if rng.random() < 0.5:
        shot_at = at + timedelta(minutes=3)
        shot = Capture(uuid.UUID(int=rng.getrandbits(128)), shot_at, shot_at, shot_at, place, 15)
        step = "front" if any(row.key == "front" for row in visit.all_steps) else ""
        photos.add(
            by=Actor(person, shot_at, boss.zone, boss.via),
            capture=shot,
            new=photos.NewPhoto(visit.client_id, step=step, source=PhotosFrom.CAMERA),
            upload=SimpleUploadedFile("门头.jpg", _shop(rng), "image/jpeg"),
        )
    left_at = at + timedelta(minutes=rng.randint(12, 75))
    left = Capture(uuid.UUID(int=rng.getrandbits(128)), left_at, left_at, left_at, place, 20)
    end = visits.SignOut(rng.choice(_SAID), boss.today + timedelta(days=rng.randint(1, 10)))
    return visits.sign_out(
        by=Actor(person, left_at, boss.zone, boss.via),
        capture=left,
        visit=visit.client_id,
        end=end,
    )


def _near(customer: Customer, rng: Random, metres: float) -> Position:
    """So far from where the customer is; before the first visit that is somewhere in its district."""
    row = Customer.objects.only("latitude", "longitude").get(pk=customer.pk)
    if row.latitude is not None and row.longitude is not None:
        return Position(row.latitude + metres / METRES_PER_DEGREE, row.longitude)
    region = customer.region
    latitude = (region and region.latitude) or 23.13
    longitude = (region and region.longitude) or 113.27
    return Position(latitude + rng.uniform(-0.02, 0.02), longitude + rng.uniform(-0.02, 0.02))


def _shop(rng: Random) -> bytes:
    """The front of a shop: wall, sign, window, door."""
    image = Image.new("RGB", (640, 480), rng.choice(_WALLS))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, 640, 480), fill="#7d7d7d")
    draw.rectangle((40, 60, 600, 140), fill=rng.choice(_SIGNS))
    for left in range(90, 530, 70):
        draw.rectangle((left, 82, left + 44, 118), outline="#ffffff", width=5)
    draw.rectangle((60, 170, 380, 380), fill="#9fc5d8", outline="#4a4a4a", width=6)
    draw.rectangle((430, 170, 570, 400), fill="#5b4636", outline="#3a2c21", width=6)
    for place in range(3):
        top = 210 + place * 55
        draw.rectangle((80, top + 30, 360, top + 36), fill="#4a4a4a")
        for left in range(90, 340, 40):
            colour = rng.choice(_SIGNS)
            draw.rectangle((left, top, left + rng.randint(14, 30), top + 30), fill=colour)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
