"""Customers and what was done with them, in chunks, so that a larger world needs no more memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions.bulk import log_many
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.customers import postings
from zhuixiao.customers.actions import staging
from zhuixiao.customers.actions.creating import NewCustomer, create_many
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer
from zhuixiao.ledger.actions import post_many

from . import people, words
from .story import Story, tell

CHUNK = 500
DAYS = 548
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Draft:
    """A customer that is about to be written, with its life."""

    new: NewCustomer
    story: Story
    owner: Employee


class World:
    """Everything that drafts are drawn from."""

    def __init__(self, by: Actor, today: date, rng: Random) -> None:
        self.by, self.today, self.rng = by, today, rng
        self.staff = {row.username: row for row in Employee.objects.select_related("department")}
        self.pace = {row.username: row.pace for row in people.PEOPLE}
        self.sellers: dict[str, list[Employee]] = {}
        for person in self.staff.values():
            if person.username in self.pace and self._sells(person.username):
                self.sellers.setdefault(person.department.name, []).append(person)
        options = list(Option.objects.all())
        self.types = {row.key: row for row in options if row.pick_list == PickList.ACTIVITY_TYPE}
        self.stages = {row.key: row for row in options if row.pick_list == PickList.STAGE}
        self.importance = [row for row in options if row.pick_list == PickList.IMPORTANCE]
        self.tags = [row.pk for row in options if row.pick_list == PickList.TAG]
        self.industries = [row for row in options if row.pick_list == PickList.INDUSTRY]
        self.channels = list(Channel.objects.order_by("pk"))
        self.products: dict[str, list[int]] = {}
        for product in Product.objects.select_related("category"):
            self.products.setdefault(str(product.category), []).append(product.pk)
        self.districts = {
            city: list(
                Region.objects.filter(adcode__range=(city, city + 99)).exclude(longitude=None)
            )
            for city, _name, _weight, _teams in words.CITIES
        }
        self.names: set[str] = set()

    def _sells(self, username: str) -> bool:
        return any(row.username == username and row.role == "sales" for row in people.PEOPLE)

    def draft(self) -> Draft:
        """A new customer of a random place, trade and seller."""
        rng = self.rng
        city, place, _weight, teams = rng.choices(words.CITIES, [row[2] for row in words.CITIES])[0]
        ending, industry, _share, kinds = rng.choices(
            words.TRADES, [row[2] for row in words.TRADES]
        )[0]
        name = self._name(place, ending)
        sellers = self.sellers[rng.choice(teams)]
        owner = rng.choices(sellers, [self.pace[row.username] for row in sellers])[0]
        # More customers lately than long ago: the company grows.
        age = int(DAYS * (1 - rng.random() ** 0.75))
        added_on = self.today - timedelta(days=age)
        channel = rng.choice(self.channels)
        importance = rng.choices(self.importance, (2, 5, 4)[: len(self.importance)])[0]
        luck = (1.6 if importance.key == "a" else 1.0) * (1.25 if channel.depth else 0.9)
        story = tell(rng, added_on, self.today, luck=luck)
        region = rng.choice(self.districts[city]) if self.districts[city] else None
        industries = [row for row in self.industries if industry in row.name]
        values = {
            "name": name,
            "phone": _mobile(rng),
            "stage": self.stages["new"].pk,
            "importance": importance.pk,
            "industry": (industries or self.industries)[0].pk,
            "channel": channel.pk,
            "region": region.pk if region else None,
            "address": f"{region.name if region else place}建设路{rng.randint(1, 400)}号",
            "tags": rng.sample(self.tags, rng.choice((0, 0, 0, 1, 1, 2))),
            "products": rng.sample(self.products[rng.choice(kinds)], rng.randint(1, 2)),
        }
        added_at = self.at(added_on)
        new = NewCustomer(values, owner, [_contact(rng)], added_by=owner, added_at=added_at)
        return Draft(new, story, owner)

    def _name(self, place: str, ending: str) -> str:
        rng = self.rng
        while True:
            brand = rng.choice(words.FIRST) + rng.choice(words.SECOND)
            if len(self.names) > 20_000:
                brand += rng.choice(words.SECOND)
            name = f"{place}{brand}{ending}"
            if name not in self.names:
                self.names.add(name)
                return name

    def at(self, day: date) -> datetime:
        minutes = int(self.rng.triangular(0, 9 * 60, 200))
        moment = datetime.combine(day, time(8, 40), self.by.zone) + timedelta(minutes=minutes)
        if moment <= self.by.at:
            return moment
        # Not later than now, however early in the morning somebody looks.
        midnight = datetime.combine(day, time.min, self.by.zone)
        return max(midnight, self.by.at - timedelta(minutes=self.rng.randint(1, 100)))

    def activities(self, customer: Customer, draft: Draft) -> Iterator[NewActivity]:
        """The action records of one life, oldest first."""
        rng, story = self.rng, draft.story
        for number, day in enumerate(story.contacts, start=1):
            after_win = story.is_won and number > story.won_at_contact
            phase = 3 if after_win else min(2, number // 3)
            key = rng.choices(
                list(words.TYPE_WEIGHTS), [row[phase] for row in words.TYPE_WEIGHTS.values()]
            )[0]
            is_last = number == len(story.contacts)
            if is_last and key == "shipping":
                # Sending something keeps no plan: without a call one would stay open for ever.
                key = "phone_visit"
            detail = rng.choice(words.DETAILS[("early", "middle", "late", "after")[phase]])
            is_chat = key.startswith("chat")
            following = story.next_on if is_last else story.contacts[number]
            # Plans are not always kept: some contacts come later than they were planned.
            planned = following and following - timedelta(days=rng.choice((0, 0, 0, 1, 3)))
            yield NewActivity(
                customer_id=customer.pk,
                subject=rng.choice(words.SUBJECTS[key]),
                type_id=self.types[key].pk,
                at=self.at(day),
                description=words.CHAT if is_chat else detail,
                executor_ids=[draft.owner.pk],
                next_on=planned if planned and planned > day and rng.random() < 0.8 else None,
            )


def build(by: Actor, *, count: int, seed: int, progress: Progress) -> None:
    """Write `count` customers with their lives; the same seed and day give the same world."""
    world = World(by, by.today, Random(seed))
    for start in range(0, count, CHUNK):
        drafts = [world.draft() for _number in range(min(CHUNK, count - start))]
        with transaction.atomic():
            _write(world, drafts)
        progress(start + len(drafts), count)


def _write(world: World, drafts: list[Draft]) -> None:
    by, rng = world.by, world.rng
    customers = create_many(by=by, rows=[row.new for row in drafts], reason=OwnerReason.CREATED)
    pairs = list(zip(customers, drafts, strict=True))
    rows = [row for customer, draft in pairs for row in world.activities(customer, draft)]
    log_many(by=by, rows=rows, has_evidence=[rng.random() < 0.3 for _row in rows])
    _stages(world, pairs)
    for customer, draft in pairs:
        region = draft.new.values["region"]
        places = world.districts.get(region // 100 * 100, []) if region else []
        centre = next((row for row in places if row.pk == region), None)
        if centre and centre.longitude is not None and centre.latitude is not None:
            customer.longitude = round(centre.longitude + rng.uniform(-0.04, 0.04), 5)
            customer.latitude = round(centre.latitude + rng.uniform(-0.03, 0.03), 5)
    Customer.objects.bulk_update(customers, ["longitude", "latitude"], batch_size=CHUNK)


def _stages(world: World, pairs: list[tuple[Customer, Draft]]) -> None:
    """The stages that lives went through, with their facts; the last one stays on the customer."""
    moves = []
    for customer, draft in pairs:
        before = world.stages["new"]
        for day, key in draft.story.stages:
            after = world.stages[key]
            moves.append(staging.Move(customer, before, after, world.at(day)))
            before = after
        customer.stage = before
        customer.contact_count = draft.story.won_at_contact
    changes = staging.enter(by=world.by, moves=moves)
    Customer.objects.bulk_update([row for row, _draft in pairs], ["stage"], batch_size=CHUNK)
    post_many(
        items=[(postings.stage_fact(row), postings.of_stage_change(row)) for row in changes],
        fresh=True,
    )


def _mobile(rng: Random) -> str:
    return f"1{rng.choice('35789')}{rng.randint(0, 9)}{rng.randint(0, 99_999_999):08d}"


def _contact(rng: Random) -> dict[str, object]:
    contact: dict[str, object] = {
        "name": rng.choice(words.SURNAMES) + rng.choice(words.GIVEN),
        "title": rng.choice(words.TITLES),
        "phone": _mobile(rng),
    }
    if rng.random() < 0.3:
        contact |= {
            "birthday_calendar": rng.choice(("solar", "lunar")),
            "birthday_month": rng.randint(1, 12),
            "birthday_day": rng.randint(1, 28),
        }
    return contact
