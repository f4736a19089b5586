import pytest

from tests.conftest import ClientOf
from tests.field.conftest import SignIn
from tests.world import NOW, World, actor
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import visit_types
from zhuixiao.field.actions.visit_types import TypeValues
from zhuixiao.field.choices.visits import StepKind
from zhuixiao.field.models import VisitType
from zhuixiao.field.queries import visits_phone
from zhuixiao.field.visits.steps import Step
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError

COUNT = Step("", "盘点库存", StepKind.NUMBER, is_required=True)


def test_a_new_company_has_an_ordinary_visit_and_a_round_of_shops(world: World) -> None:
    default, round_ = VisitType.objects.in_use()
    assert default.is_default
    assert default.fence == 300
    assert [step.kind for step in round_.all_steps] == ["photo", "number", "text", "yes_no", "text"]
    assert [step.is_required for step in round_.all_steps] == [True, False, False, False, False]


def test_a_step_keeps_its_key_when_its_words_change(world: World) -> None:
    by = actor(world.boss)
    type_ = visit_types.save(by=by, type_=None, values=TypeValues("巡店", steps=[COUNT]))
    [step] = type_.all_steps
    more = [Step("", "拍陈列", StepKind.PHOTO), Step(step.key, "清点库存", StepKind.NUMBER)]
    type_ = visit_types.save(by=by, type_=type_, values=TypeValues("巡店", steps=more))
    assert [row.label for row in type_.all_steps] == ["拍陈列", "清点库存"]
    assert type_.all_steps[1].key == step.key
    assert type_.all_steps[0].key != step.key


def test_a_visit_keeps_the_steps_of_its_moment(
    world: World, sign_in: SignIn, round_of_shops: VisitType
) -> None:
    visit = sign_in(type_=round_of_shops)
    visit_types.save(by=actor(world.boss), type_=round_of_shops, values=TypeValues("巡店"))
    visit.refresh_from_db()
    assert len(visit.all_steps) == 5


def test_the_default_stays_and_another_can_become_it(world: World) -> None:
    default, round_ = VisitType.objects.in_use()
    by = actor(world.boss)
    with pytest.raises(RuleError):
        visit_types.retire(by=by, type_=default)
    visit_types.make_default(by=by, type_=round_)
    visit_types.retire(by=by, type_=default)
    assert [row.pk for row in VisitType.objects.in_use()] == [round_.pk]
    with pytest.raises(RuleError):
        visit_types.make_default(by=by, type_=default)
    visit_types.take_back(by=by, type_=default)
    assert VisitType.objects.in_use().count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (TypeValues(" "), "name"),
        (TypeValues("x" * 41), "name"),
        (TypeValues("巡店", fence=10), "fence"),
        (TypeValues("巡店", fence=6_000), "fence"),
        (TypeValues("巡店", photos_from="mirror"), "photos_from"),
        (TypeValues("巡店", steps=[Step("", " ", "text")]), "steps"),
        (TypeValues("巡店", steps=[Step("", "听", "sound")]), "steps"),
        (TypeValues("巡店", steps=[COUNT] * 21), "steps"),
    ],
)
def test_a_wrong_type_is_refused(world: World, values: TypeValues, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        visit_types.save(by=actor(world.boss), type_=None, values=values)
    assert set(refused.value.errors) == {field}


def test_only_who_manages_visits_sets_types(world: World) -> None:
    with pytest.raises(NotAllowed):
        visit_types.save(by=actor(world.manager), type_=None, values=TypeValues("巡店"))


def test_the_settings_page_changes_steps(world: World, client_of: ClientOf) -> None:
    round_ = VisitType.objects.get(is_default=False)
    client = client_of(world.boss)
    assert client.get("/field/settings/visits/").status_code == 200
    url = f"/field/settings/visits/{round_.pk}/"
    page = client.get(url).content.decode()
    assert "steps-0-label" in page
    data = {
        "name": "门店巡访",
        "fence": "200",
        "photos_from": "any",
        "steps-TOTAL_FORMS": "3",
        "steps-INITIAL_FORMS": "2",
        "steps-0-key": "stock",
        "steps-0-label": "盘点库存",
        "steps-0-kind": "number",
        "steps-0-place": "2",
        "steps-1-key": "front",
        "steps-1-label": "门头",
        "steps-1-kind": "photo",
        "steps-1-is_required": "on",
        "steps-1-place": "1",
        "steps-2-label": "",
        "steps-2-kind": "text",
    }
    assert client.post(url, data).status_code == 303
    round_.refresh_from_db()
    assert [(step.key, step.label) for step in round_.all_steps] == [
        ("front", "门头"),
        ("stock", "盘点库存"),
    ]
    assert client.post(url, data | {"fence": "1"}).status_code == 422
    default = VisitType.objects.get(is_default=True)
    assert client.post(f"/field/settings/visits/{default.pk}/retirement/").status_code == 303
    default.refresh_from_db()
    assert default.retired_at is None


def test_the_phone_gets_types_routes_and_open_visits(
    world: World, shop: Customer, sign_in: SignIn, round_of_shops: VisitType
) -> None:
    visit = sign_in(type_=round_of_shops)
    state = visits_phone.state(world.zheng, NOW)
    assert state is not None
    assert [row["is_default"] for row in state["types"]] == [True, False]
    assert [row["client_id"] for row in state["open"]] == [str(visit.client_id)]
    assert state["open"][0]["customer"]["name"] == shop.name
    assert visits_phone.state(world.finance, NOW) is None
