from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.field.conftest import SHOP, AddShop, SignIn, at, north
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee, Role
from zhuixiao.activities.models import Activity, FollowUp
from zhuixiao.customers.actions import merging, transferring
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import visit_plans, visits, visits_night
from zhuixiao.field.choices.visits import VisitState, Whereabouts
from zhuixiao.field.models import Visit, VisitAnswer, VisitType
from zhuixiao.field.queries.visits_phone import latest_answers
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

SignOut = Callable[..., Visit]
TODAY = date(2026, 3, 2)
# Monday evening in Shanghai, half an hour before midnight.
LATE = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def figures(world: World, day: date = TODAY) -> dict[str, int]:
    """The visits of a day as the boss counts them, without those that are nothing."""
    keys = [
        "visits.done",
        "visits.verified",
        "visits.minutes",
        "visits.customers",
        "visits.planned",
        "visits.kept",
        "activities.verified_contacts",
    ]
    table = query(keys, period=Period(day, day), visible_to=world.boss)
    return {key: int(value) for key, value in table.total.values.items() if value}


def test_who_stands_before_the_shop_is_there(sign_in: SignIn) -> None:
    visit = sign_in(at(place=north(35), accuracy=20))
    assert (visit.whereabouts, visit.distance) == (Whereabouts.WITHIN, 35)
    assert visit.is_verified
    assert visit.day == TODAY


def test_who_is_elsewhere_is_marked_and_not_refused(sign_in: SignIn) -> None:
    visit = sign_in(at(place=north(2_000)), reason="老板在仓库见我")
    assert (visit.whereabouts, visit.distance) == (Whereabouts.OUTSIDE, 2_000)
    assert visit.reason == "老板在仓库见我"
    assert not visit.is_verified


def test_an_inexact_position_neither_proves_nor_accuses(sign_in: SignIn) -> None:
    assert sign_in(at(place=north(20), accuracy=900)).whereabouts == Whereabouts.UNSURE
    assert sign_in(at(place=north(380), accuracy=90)).whereabouts == Whereabouts.UNSURE
    assert sign_in(at(place=north(20), accuracy=None)).whereabouts == Whereabouts.UNSURE
    assert sign_in(at(place=None)).whereabouts == Whereabouts.UNKNOWN
    assert not Visit.objects.filter(is_verified=True).exists()


def test_a_made_up_position_proves_nothing(sign_in: SignIn) -> None:
    visit = sign_in(at(is_mock=True))
    assert visit.is_mock
    assert not visit.is_verified


def test_the_first_exact_visit_gives_the_customer_its_position(
    world: World, add_shop: AddShop, sign_in: SignIn, sign_out: SignOut
) -> None:
    shop = add_shop("新开的五金店", place=None)
    assert sign_in(at(accuracy=400), customer=shop).whereabouts == Whereabouts.UNKNOWN
    visit = sign_in(at(accuracy=30), customer=shop)
    assert visit.whereabouts == Whereabouts.PINNED
    shop.refresh_from_db()
    assert (shop.latitude, shop.longitude) == (SHOP.latitude, SHOP.longitude)
    assert AuditEntry.objects.of_record("customer", shop.pk).filter(action="edit").exists()
    assert not sign_out(visit).is_verified, "it stands on its own pin"
    assert sign_in(at(place=north(10)), customer=shop).is_verified


def test_a_wrong_pin_is_corrected_from_a_visit(
    world: World, shop: Customer, sign_in: SignIn
) -> None:
    visit = sign_in(at(place=north(2_000)))
    visits.give_position(by=actor(world.zheng), visit=visit)
    shop.refresh_from_db()
    assert shop.latitude == pytest.approx(north(2_000).latitude)
    visit.refresh_from_db()
    assert visit.whereabouts == Whereabouts.OUTSIDE, "history stays"


def test_leaving_makes_an_action_record_with_its_proof_and_the_next_contact(
    world: World, shop: Customer, sign_in: SignIn, sign_out: SignOut
) -> None:
    visit = sign_out(
        sign_in(), note="谈了春季铺货\n老板要试销", next_on=date(2026, 3, 9), next_note="送样品"
    )
    record = Activity.objects.get()
    assert visit.activity == record
    assert record.subject == "谈了春季铺货"
    assert record.type.key == "onsite_visit"
    assert record.is_verified
    assert record.at == NOW
    assert visit.minutes == 30
    plan = FollowUp.objects.get()
    assert (plan.on, plan.note, plan.employee) == (date(2026, 3, 9), "送样品", world.zheng)
    shop.refresh_from_db()
    assert shop.contact_count == 1
    assert figures(world) == {
        "visits.done": 1,
        "visits.verified": 1,
        "visits.minutes": 30,
        "visits.customers": 1,
        "activities.verified_contacts": 1,
    }
    assert checks.verify() == []


def test_the_same_item_twice_is_one(
    world: World, sign_in: SignIn, sign_out: SignOut, round_of_shops: VisitType
) -> None:
    came, went, told = at(), at(NOW + timedelta(minutes=20)), at()
    visit = sign_in(came, type_=round_of_shops)
    assert sign_in(came, type_=round_of_shops).pk == visit.pk
    for _ in range(2):
        visits.answer(
            by=actor(world.zheng), capture=told, visit=visit.client_id, step="stock", value=3
        )
        sign_out(visit, went, next_on=date(2026, 3, 9))
    assert sign_out(visit, at(NOW + timedelta(minutes=50))).minutes == 20, "the first counts"
    assert (Visit.objects.count(), VisitAnswer.objects.count()) == (1, 1)
    assert (Activity.objects.count(), FollowUp.objects.count()) == (1, 1)
    assert figures(world)["visits.minutes"] == 20


def test_another_persons_number_is_refused(world: World, sign_in: SignIn) -> None:
    came = at()
    visit = sign_in(came)
    with pytest.raises(RuleError):
        sign_in(came, by=world.manager)
    with pytest.raises(RuleError):
        visits.sign_out(
            by=actor(world.manager), capture=at(), visit=visit.client_id, end=visits.SignOut()
        )


def test_what_comes_before_its_sign_in_waits(world: World, sign_in: SignIn) -> None:
    came = at()

    def leave() -> None:
        visits.sign_out(
            by=actor(world.zheng), capture=at(), visit=came.client_id, end=visits.SignOut()
        )

    def tell() -> None:
        visits.answer(
            by=actor(world.zheng), capture=at(), visit=came.client_id, step="stock", value=1
        )

    for send in (leave, tell):
        with pytest.raises(RuleError) as refused:
            send()
        assert refused.value.code == "waits"
    sign_in(came)
    leave()
    assert Visit.objects.get().state == VisitState.DONE


def test_of_several_answers_the_latest_counts_in_whatever_order_they_come(
    world: World, sign_in: SignIn, round_of_shops: VisitType
) -> None:
    visit = sign_in(type_=round_of_shops)
    for minutes, value in ((9, 12), (5, 3), (7, 8)):
        visits.answer(
            by=actor(world.zheng, at=NOW + timedelta(hours=1)),
            capture=at(NOW + timedelta(minutes=minutes)),
            visit=visit.client_id,
            step="stock",
            value=value,
        )
    assert [row.value for row in latest_answers(visit)] == [12]


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("stock", "many"),
        ("stock", True),
        ("stock", float("nan")),
        ("stock", 1e400),
        ("order", "yes"),
        ("note", ""),
        ("note", 5),
        ("note", "x" * 2_001),
        ("front", "picture"),
        ("unknown", 1),
    ],
)
def test_an_answer_must_fit_its_step(
    world: World, sign_in: SignIn, round_of_shops: VisitType, step: str, value: object
) -> None:
    visit = sign_in(type_=round_of_shops)
    with pytest.raises(RuleError):
        visits.answer(
            by=actor(world.zheng), capture=at(), visit=visit.client_id, step=step, value=value
        )
    assert not VisitAnswer.objects.exists()


def test_a_visit_past_midnight_counts_once_on_the_day_it_began(
    world: World, sign_in: SignIn, sign_out: SignOut
) -> None:
    visit = sign_in(at(LATE))
    sign_out(visit, at(LATE + timedelta(minutes=70)))
    assert figures(world, TODAY)["visits.minutes"] == 70
    assert figures(world, date(2026, 3, 3)) == {}


def test_a_visit_that_nobody_signed_out_of_ends_with_the_night(
    world: World, sign_in: SignIn
) -> None:
    visit = sign_in()
    assert visits_night.close_unsigned(NOW + timedelta(hours=10)) == 0, "the day is not over"
    assert visits_night.close_unsigned(NOW + timedelta(days=1)) == 1
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == (VisitState.UNSIGNED, 0)
    assert Activity.objects.get().executor == world.zheng
    assert visits_night.close_unsigned(NOW + timedelta(days=2)) == 0


def test_a_sign_out_that_comes_after_the_night_still_counts(
    world: World, sign_in: SignIn, sign_out: SignOut
) -> None:
    visit = sign_in()
    visits_night.close_unsigned(NOW + timedelta(days=1))
    late = at(NOW + timedelta(minutes=45), received_after=timedelta(days=3))
    visit = sign_out(visit, late, note="补发：没信号", next_on=date(2026, 3, 9))
    assert (visit.state, visit.minutes) == (VisitState.DONE, 45)
    assert Activity.objects.get().subject == "补发：没信号"
    assert FollowUp.objects.get().on == date(2026, 3, 9)
    assert figures(world)["visits.minutes"] == 45
    assert checks.verify() == []


def test_after_a_transfer_the_visit_is_kept_and_nothing_is_written_to_the_customer(
    world: World, add_shop: AddShop, sign_in: SignIn, sign_out: SignOut
) -> None:
    shop = add_shop("转走的店", place=None)
    transferring.transfer(by=actor(world.boss), customer_ids=[shop.pk], owner=world.li)
    came = at(received_after=timedelta(days=3))
    visit = sign_out(
        sign_in(came, customer=shop),
        at(NOW + timedelta(minutes=5), received_after=timedelta(days=3)),
        next_on=date(2026, 3, 9),
    )
    assert visit.is_detached
    assert visit.activity is None
    shop.refresh_from_db()
    assert shop.latitude is None
    assert not Activity.objects.exists()
    assert not FollowUp.objects.exists()
    assert figures(world)["visits.done"] == 1
    assert Visit.objects.visible_to(world.manager).filter(pk=visit.pk).exists()


def test_a_customer_that_goes_away_during_the_visit_gets_no_record(
    world: World, shop: Customer, sign_in: SignIn, sign_out: SignOut
) -> None:
    visit = sign_in()
    transferring.transfer(by=actor(world.boss), customer_ids=[shop.pk], owner=world.li)
    assert sign_out(visit).is_detached
    assert not Activity.objects.exists()


def test_somebody_elses_customer_cannot_be_visited(world: World, shop: Customer) -> None:
    for person, pk in ((world.li, shop.pk), (world.zheng, 99_999)):
        with pytest.raises(RuleError) as refused:
            visits.sign_in(by=actor(person), capture=at(), new=visits.SignIn(pk))
        assert refused.value.field == "customer"


def test_who_may_not_visit_is_refused(world: World, shop: Customer, sign_in: SignIn) -> None:
    with pytest.raises(NotAllowed):
        sign_in(by=world.finance)


def test_a_visit_goes_along_when_customers_become_one(
    world: World, shop: Customer, add_shop: AddShop, sign_in: SignIn, sign_out: SignOut
) -> None:
    other = add_shop("广州迪宏五金店（老）")
    sign_out(sign_in(customer=other))
    merging.merge(by=actor(world.boss), winner_id=shop.pk, loser_id=other.pk)
    assert Visit.objects.get().customer == shop
    late = sign_in(at(received_after=timedelta(days=3)), customer=other)
    assert late.customer == shop, "the phone did not know yet"
    assert checks.verify() == []


def test_a_planned_visit_is_made_by_signing_in_on_its_day(
    world: World, shop: Customer, sign_in: SignIn
) -> None:
    plan = visit_plans.add(
        by=actor(world.zheng), person=world.zheng, day=TODAY, customer_id=shop.pk
    )
    assert figures(world) == {"visits.planned": 1}
    visit = sign_in()
    plan.refresh_from_db()
    assert plan.visit == visit
    assert figures(world)["visits.kept"] == 1
    assert checks.verify() == []


def test_the_next_contact_lies_not_before_the_visit(sign_in: SignIn, sign_out: SignOut) -> None:
    visit = sign_in()
    with pytest.raises(Invalid) as refused:
        sign_out(visit, next_on=date(2026, 3, 1))
    assert set(refused.value.errors) == {"next_on"}
    assert Visit.objects.get().state == VisitState.OPEN


def test_a_type_that_is_gone_is_refused(world: World, shop: Customer) -> None:
    with pytest.raises(RuleError) as refused:
        visits.sign_in(by=actor(world.zheng), capture=at(), new=visits.SignIn(shop.pk, 99))
    assert refused.value.field == "type"


def test_a_visitor_who_may_not_record_activities_keeps_his_visit(
    world: World, shop: Customer, sign_in: SignIn, sign_out: SignOut
) -> None:
    role = Role.objects.get(key="sales")
    role.grants = {"modules": {"activities": {"scope": "own", "actions": ["view"]}}}
    role.save()
    zheng = Employee.objects.with_access().get(pk=world.zheng.pk)
    visit = sign_out(sign_in(by=zheng), by=zheng)
    assert visit.activity is None
    assert not visit.is_detached


def test_an_unknown_number_of_a_visit_waits(world: World, shop: Customer) -> None:
    with pytest.raises(RuleError) as refused:
        visits.sign_out(by=actor(world.zheng), capture=at(), visit=uuid4(), end=visits.SignOut())
    assert refused.value.code == "waits"
