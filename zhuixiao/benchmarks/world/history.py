"""Playing the plan: each event writes its facts and what they post, as the actions would."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from zhuixiao.activities import metrics as activity_metrics
from zhuixiao.activities import postings as activity_postings
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.customers import metrics, postings
from zhuixiao.ledger import facts

from . import words
from .days import MINUTES, Calendar
from .people import Seller
from .plan import ACTIVITY, Plan
from .tables import Tables

# At which contact a customer enters a stage; from the fourth on each contact may win it.
_STAGES = {1: "first_contact", 3: "needs_clear", 5: "proposal", 7: "negotiation"}
_MAY_WIN, _WINS, _LOSES = 4, 0.07, 0.03
_JOINED, _VERIFIED, _PLANS, _TASKS = 0.1, 0.3, 0.35, 0.05
# Types of which a tenth is no contact; the others never are one.
_CONTACT_TYPES = ("phone_visit", "onsite_visit", "reception", "meeting", "chat_wechat", "email")
_OTHER_TYPES = ("shipping", "invoicing", "dunning", "other")


@dataclass(slots=True)
class OpenPlan:
    """A follow-up that waits for its contact."""

    pk: int
    seller: Seller
    day: int
    made_by: int
    made_at: int


class History:
    """The world while it is written; what is known of each customer stands in arrays."""

    def __init__(
        self, plan: Plan, sellers: Sequence[Seller], calendar: Calendar, rng: Random
    ) -> None:
        self.plan, self.sellers, self.calendar, self.rng = plan, sellers, calendar, rng
        self.tables = Tables()
        options: dict[str, list[Option]] = {}
        for option in Option.objects.order_by("position", "id"):
            options.setdefault(option.pick_list, []).append(option)
        self.importance = [row.pk for row in options[PickList.IMPORTANCE]]
        self.industries = [row.pk for row in options[PickList.INDUSTRY]]
        self.stages = {row.key: row.pk for row in options[PickList.STAGE]}
        types = {row.key: row.pk for row in options[PickList.ACTIVITY_TYPE]}
        self.contact_types = [types[key] for key in _CONTACT_TYPES]
        self.other_types = [types[key] for key in _OTHER_TYPES]
        self.channels = list(Channel.objects.order_by("pk").values_list("pk", flat=True))
        self.products = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        regions = Region.objects.filter(level=2).order_by("pk")
        self.regions = list(regions.values_list("pk", "name"))
        size = plan.size
        self.region = array("H", (self._skewed(len(self.regions)) for _row in range(size)))
        self.channel = array("H", (self._skewed(len(self.channels)) for _row in range(size)))
        self.stage = array("l", [self.stages["new"]]) * size
        self.added = array("i", [0]) * size
        self.contacts = array("H", [0]) * size
        self.contacts_to_win = array("H", [0]) * size
        self.first_contact, self.last_contact, self.last_activity, self.won = (
            array("i", [-1]) * size for _name in range(4)
        )
        self.subject = array("H", [0]) * size
        self.plans: dict[int, OpenPlan] = {}
        self._ids = {name: count(1) for name in ("stage", "activity", "plan", "task", "report")}

    def next_id(self, name: str) -> int:
        """The next key of a kind of fact."""
        return next(self._ids[name])

    def play(self) -> None:
        """Write all events; the customers' own rows come afterwards, when they are known."""
        for minute, customer, what in self.plan.events():
            (self._done if what == ACTIVITY else self._added)(customer, minute)
        for customer, plan in self.plans.items():
            self._write_plan(customer, plan, state="open")
        self.tables.flush()

    def post(
        self,
        kind: str,
        fact_id: int,
        minute: int,
        lines: Sequence[tuple[int, Seller, int]],
        *,
        customer: int = -1,
        is_origin: bool = False,
    ) -> None:
        """Entries of a fact; a line is (metric, for whom, option)."""
        at = self.calendar.micro(minute)
        on = self.calendar.numbers[minute // MINUTES]
        channel = self.channels[self.channel[customer]] if is_origin else 0
        region = self.regions[self.region[customer]][0] if is_origin else 0
        kind_id = facts.get(kind).id
        for number, (metric, seller, option) in enumerate(lines):
            self.tables.entry.add(
                at, on, metric, 1, 0, 0, seller.pk, seller.department_id, customer + 1,
                channel, 0, region, option, kind_id, fact_id, number,
            )  # fmt: skip

    def _skewed(self, choices: int) -> int:
        """The first choices are frequent, the last ones rare."""
        return int(choices * self.rng.random() ** 2)

    def _added(self, customer: int, minute: int) -> None:
        seller = self.sellers[self.plan.seller[customer]]
        self.added[customer] = minute
        line = (metrics.ADDED.id, seller, 0)
        self.post(
            postings.CUSTOMER, customer + 1, minute, [line], customer=customer, is_origin=True
        )
        self._enter(customer, seller, minute, before=None, after=self.stages["new"])

    def _enter(
        self, customer: int, seller: Seller, minute: int, *, before: int | None, after: int
    ) -> None:
        pk, is_win = self.next_id("stage"), after == self.stages["won"]
        self.stage[customer] = after
        calendar = self.calendar
        self.tables.stage.add(
            pk, customer + 1, before, after, is_win, seller.pk, seller.department_id,
            calendar.instant(minute), calendar.texts[minute // MINUTES],
        )  # fmt: skip
        lines = [(metrics.STAGE_ENTERED.id, seller, after)]
        if is_win:
            self.won[customer] = minute
            self.contacts_to_win[customer] = self.contacts[customer]
            lines.append((metrics.WON.id, seller, after))
        self.post(postings.STAGE_CHANGE, pk, minute, lines, customer=customer, is_origin=True)

    def _done(self, customer: int, minute: int) -> None:
        rng, tables = self.rng, self.tables
        seller = self.sellers[self.plan.seller[customer]]
        pk, subject = self.next_id("activity"), rng.randrange(len(words.SUBJECTS))
        is_contact = rng.random() < 0.8
        is_verified = is_contact and rng.random() < _VERIFIED
        option = rng.choice(self.contact_types if is_contact else self.other_types)
        at, day = self.calendar.instant(minute), self.calendar.texts[minute // MINUTES]
        tables.activity.add(
            pk, words.SUBJECTS[subject], customer + 1, option, at, day, words.DETAIL, seller.pk,
            seller.pk, seller.department_id, is_contact, is_verified, at,
        )  # fmt: skip
        tables.executor.add(pk, seller.pk, seller.department_id, 0)
        lines = [(activity_metrics.DONE.id, seller, option)]
        if is_contact:
            lines.append((activity_metrics.CONTACTS.id, seller, option))
        if is_verified:
            lines.append((activity_metrics.VERIFIED.id, seller, option))
        joined = rng.choice(self.sellers)
        if rng.random() < _JOINED and joined is not seller:
            tables.executor.add(pk, joined.pk, joined.department_id, 1)
            lines.append((activity_metrics.JOINED.id, joined, option))
        self.post(activity_postings.ACTIVITY, pk, minute, lines, customer=customer)
        self.last_activity[customer], self.subject[customer] = minute, subject
        if is_contact:
            self._contacted(customer, seller, minute, pk)
        if customer not in self.plans and rng.random() < _PLANS:
            on = min(minute // MINUTES + rng.randint(2, 30), len(self.calendar.texts) - 1)
            self.plans[customer] = OpenPlan(self.next_id("plan"), seller, on, pk, minute)
        if rng.random() < _TASKS:
            self._task(customer, seller, minute)

    def _contacted(self, customer: int, seller: Seller, minute: int, activity: int) -> None:
        self.contacts[customer] += 1
        number = self.contacts[customer]
        self.last_contact[customer] = minute
        if number == 1:
            self.first_contact[customer] = minute
        plan = self.plans.pop(customer, None)
        if plan:
            self._write_plan(customer, plan, state="done", activity=activity, minute=minute)
        before = self.stage[customer]
        if before in {self.stages["won"], self.stages["lost"]}:
            return
        luck = self.rng.random()
        if number >= _MAY_WIN and luck < _WINS:
            self._enter(customer, seller, minute, before=before, after=self.stages["won"])
        elif number in _STAGES:
            after = self.stages[_STAGES[number]]
            self._enter(customer, seller, minute, before=before, after=after)
        elif luck > 1 - _LOSES:
            self._enter(customer, seller, minute, before=before, after=self.stages["lost"])

    def _write_plan(
        self, customer: int, plan: OpenPlan, *, state: str, activity: int | None = None,
        minute: int = 0,
    ) -> None:  # fmt: skip
        texts, seller, done = self.calendar.texts, plan.seller, minute // MINUTES
        self.tables.follow_up.add(
            plan.pk, customer + 1, seller.pk, seller.department_id, texts[plan.day], state,
            plan.made_by, activity, texts[done] if activity else None,
            self.calendar.instant(plan.made_at),
        )  # fmt: skip
        lines = [(activity_metrics.PLANNED.id, seller, 0)]
        if activity and done <= plan.day:
            lines.append((activity_metrics.KEPT.id, seller, 0))
        noon = plan.day * MINUTES + MINUTES // 2
        self.post(activity_postings.FOLLOW_UP, plan.pk, noon, lines, customer=customer)

    def _task(self, customer: int, seller: Seller, minute: int) -> None:
        pk, at = self.next_id("task"), self.calendar.instant(minute)
        day = self.calendar.texts[minute // MINUTES]
        self.tables.task.add(
            pk, words.TASK, customer + 1, seller.pk, seller.department_id, day, at, day, seller.pk,
            seller.pk, at,
        )  # fmt: skip
        lines = [(activity_metrics.TASKS_DONE.id, seller, 0)]
        self.post(activity_postings.TASK, pk, minute, lines, customer=customer)
