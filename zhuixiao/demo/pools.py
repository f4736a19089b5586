"""The pool of the demo company: a rule that worked these nights, people who claimed, and colleagues
who work along."""

from datetime import datetime, time, timedelta
from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, collaborating, distributing, pools, recycling
from zhuixiao.customers.actions.collaborating import Terms
from zhuixiao.customers.models import Customer, RecycleRule

NIGHTS = 5
QUIET_DAYS = 300
_POOL = {
    "name": "总公海",
    "departments": [],
    "people": [],
    "shown": [],
    "masks_phones": True,
    "claims_per_day": 10,
    "views_per_hour": 60,
    "former_owner_days": 30,
    "fresh_days": 0,
    "cooldown_hours": 0,
}


def build(by: Actor, *, seed: int) -> None:
    """Two pools, a rule of some age, its runs of the last nights, claims of today, a cap."""
    rng = Random(seed)
    long_ago = Actor(by.employee, by.at - timedelta(days=NIGHTS + 2), by.zone, by.via)
    leaders = list(Employee.objects.filter(username="zhouping"))
    pool = pools.save_pool(by=long_ago, pool=None, values={**_POOL, "admins": leaders})
    south = [leader.department for leader in leaders]
    values = {**_POOL, "name": "华南公海", "departments": south, "admins": leaders}
    pools.save_pool(by=long_ago, pool=None, values=values)
    rule = {
        "name": f"{QUIET_DAYS} 天没有联系",
        "pool": pool,
        "importances": [],
        "stages": [],
        "match": RecycleRule.Match.ANY,
        "conditions": [{"kind": "contact", "days": QUIET_DAYS}],
        "takes_won": False,
        "warn_days": 7,
    }
    pools.save_rule(by=long_ago, rule=None, values=rule)
    for back in range(NIGHTS, 0, -1):
        night = datetime.combine(by.today - timedelta(days=back - 1), time(2, 10), by.zone)
        if night < by.at:
            run = recycling.start(at=night)
            while recycling.advance(run=run):
                pass
    _claim(by, rng)
    _work_along(by, rng)
    _give_out(by)
    pools.save_cap(
        by=by,
        cap=None,
        values={
            "name": "每人 400 个",
            "most": 400,
            "departments": [],
            "people": [],
            "together": False,
            "ignores_won": True,
            "ignored_stages": [],
        },
    )


def _claim(by: Actor, rng: Random) -> None:
    """Some sellers took a few today, from others' lists."""
    sellers = Employee.objects.active().with_access().filter(role__key="sales").order_by("pk")
    for person in rng.sample(list(sellers), 6):
        waiting = list(
            Customer.objects.pooled_for(person).order_by("pk").values_list("pk", flat=True)
        )
        own = Actor(person, by.at, by.zone, by.via)
        wanted = rng.sample(waiting, min(rng.randint(1, 4), len(waiting)))
        claiming.claim(by=own, customer_ids=wanted)


def _work_along(by: Actor, rng: Random) -> None:
    """Colleagues were let into some customers, to work on them or for a month to read."""
    sellers = list(Employee.objects.active().filter(role__key="sales").order_by("pk"))
    month = by.today + timedelta(days=30)
    for person in rng.sample(sellers, 5):
        colleagues = [one for one in sellers if one != person]
        rows = Customer.objects.filter(owner=person, deleted_at=None).order_by("-last_contact_at")
        for customer in rows[:3]:
            collaborating.let_in(
                by=by,
                customer=customer,
                employee=rng.choice(colleagues),
                terms=rng.choice((Terms(Right.WORK), Terms(Right.READ, month))),
            )


def _give_out(by: Actor) -> None:
    """Rules for the two branches, and some of the pool given out by them."""
    for name, username, regions in (
        ("华南客户轮流", "zhouping", [440000, 430000, 450000]),
        ("华东客户给最闲的", "guoyong", [310000, 320000, 330000]),
    ):
        unit = Employee.objects.get(username=username).department
        values = {
            "name": name,
            "regions": regions,
            "departments": [unit],
            "groups": [],
            "people": [],
            "method": "turns" if username == "zhouping" else "least",
        }
        distributing.save_rule(by=by, rule=None, values=values)
    waiting = Customer.objects.filter(owner=None, deleted_at=None).order_by("-pk")
    distributing.distribute(by=by, customers=list(waiting[:12]))
