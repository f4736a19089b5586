"""The options that every company starts with, named in the active language."""

from dataclasses import dataclass

from django.utils.translation import pgettext

from ..choices import Colour, PickList, StageOutcome
from ..models import Option


@dataclass(frozen=True)
class Start:
    """An option of a new company; `key` is what rules refer to."""

    name: str
    colour: Colour = Colour.GREY
    key: str = ""
    outcome: str = ""


def build() -> list[Option]:
    """All options, unsaved; the built-in keys are stable, the names are the company's to change."""
    lists = {
        PickList.IMPORTANCE: _importance(),
        PickList.STAGE: _stages(),
        PickList.INDUSTRY: _industries(),
        PickList.ACTIVITY_TYPE: _activity_types(),
        PickList.DECISION_ROLE: _decision_roles(),
        PickList.OPPORTUNITY_STAGE: _opportunity_stages(),
        PickList.LOSS_REASON: _loss_reasons(),
        PickList.ORDER_TYPE: _order_types(),
        PickList.PAYMENT_METHOD: _payment_methods(),
        PickList.EXPENSE_TYPE: _expense_types(),
    }
    return [
        Option(
            pick_list=pick_list,
            name=start.name,
            colour=start.colour,
            position=position,
            key=start.key,
            outcome=start.outcome,
        )
        for pick_list, starts in lists.items()
        for position, start in enumerate(starts)
    ]


def _importance() -> list[Start]:
    return [
        Start(pgettext("importance", "A key"), Colour.RED, "a"),
        Start(pgettext("importance", "B normal"), Colour.AMBER, "b"),
        Start(pgettext("importance", "C low"), Colour.GREY, "c"),
    ]


def _stages() -> list[Start]:
    still_open, won, lost = StageOutcome.OPEN, StageOutcome.WON, StageOutcome.LOST
    return [
        Start(pgettext("stage", "New"), Colour.GREY, "new", still_open),
        Start(pgettext("stage", "First contact"), Colour.TEAL, "first_contact", still_open),
        Start(pgettext("stage", "Needs clear"), Colour.BLUE, "needs_clear", still_open),
        Start(pgettext("stage", "Proposal"), Colour.PURPLE, "proposal", still_open),
        Start(pgettext("stage", "Negotiation"), Colour.AMBER, "negotiation", still_open),
        Start(pgettext("stage", "Won"), Colour.GREEN, "won", won),
        Start(pgettext("stage", "Lost"), Colour.GREY, "lost", lost),
        Start(pgettext("stage", "Not a customer"), Colour.GREY, "invalid", lost),
    ]


def _industries() -> list[Start]:
    names = [
        pgettext("industry", "Manufacturing"),
        pgettext("industry", "Hotels and tourism"),
        pgettext("industry", "Catering"),
        pgettext("industry", "Real estate"),
        pgettext("industry", "Building and decoration"),
        pgettext("industry", "Trade and retail"),
        pgettext("industry", "IT and internet"),
        pgettext("industry", "Finance"),
        pgettext("industry", "Health care"),
        pgettext("industry", "Education"),
        pgettext("industry", "Government and institutions"),
        pgettext("industry", "Transport and logistics"),
        pgettext("industry", "Energy"),
        pgettext("industry", "Farming"),
        pgettext("industry", "Business services"),
        pgettext("industry", "Culture and media"),
        pgettext("industry", "Other industry"),
    ]
    return [Start(name) for name in names]


def _activity_types() -> list[Start]:
    """The vocabulary of the deck, S33."""
    return [
        Start(pgettext("activity type", "Phone visit"), Colour.BLUE, "phone_visit"),
        Start(pgettext("activity type", "On-site visit"), Colour.GREEN, "onsite_visit"),
        Start(pgettext("activity type", "Reception"), Colour.TEAL, "reception"),
        Start(pgettext("activity type", "Meeting"), Colour.PURPLE, "meeting"),
        Start(pgettext("activity type", "Training"), Colour.PURPLE, "training"),
        Start(pgettext("activity type", "Business meal"), Colour.ORANGE, "business_meal"),
        Start(pgettext("activity type", "Outing"), Colour.ORANGE, "outing"),
        Start(pgettext("activity type", "Shipping"), Colour.GREY, "shipping"),
        Start(pgettext("activity type", "Work arrangement"), Colour.GREY, "work_arrangement"),
        Start(pgettext("activity type", "QQ chat"), Colour.TEAL, "chat_qq"),
        Start(pgettext("activity type", "WeChat chat"), Colour.TEAL, "chat_wechat"),
        Start(pgettext("activity type", "Wangwang chat"), Colour.TEAL, "chat_wangwang"),
        Start(pgettext("activity type", "MSN chat"), Colour.TEAL, "chat_msn"),
        Start(pgettext("activity type", "Mail"), Colour.BLUE, "email"),
        Start(pgettext("activity type", "Dunning"), Colour.RED, "dunning"),
        Start(pgettext("activity type", "Invoicing"), Colour.AMBER, "invoicing"),
        Start(pgettext("activity type", "Other"), Colour.GREY, "other"),
    ]


def _decision_roles() -> list[Start]:
    return [
        Start(pgettext("decision role", "Decides"), Colour.RED, "decides"),
        Start(pgettext("decision role", "Has influence"), Colour.AMBER, "influences"),
        Start(pgettext("decision role", "Buys"), Colour.BLUE, "buys"),
        Start(pgettext("decision role", "Uses"), Colour.TEAL, "uses"),
        Start(pgettext("decision role", "Pays"), Colour.PURPLE, "pays"),
        Start(pgettext("decision role", "Supports us"), Colour.GREEN, "supports"),
        Start(pgettext("decision role", "Is against us"), Colour.GREY, "opposes"),
    ]


def _opportunity_stages() -> list[Start]:
    still_open, won, lost = StageOutcome.OPEN, StageOutcome.WON, StageOutcome.LOST
    return [
        Start(pgettext("opportunity stage", "New"), Colour.GREY, "new", still_open),
        Start(pgettext("opportunity stage", "Needs clear"), Colour.TEAL, "needs_clear", still_open),
        Start(pgettext("opportunity stage", "Proposal checked"), Colour.BLUE, "proved", still_open),
        Start(pgettext("opportunity stage", "Quoted"), Colour.PURPLE, "quoted", still_open),
        Start(
            pgettext("opportunity stage", "Negotiation"), Colour.AMBER, "negotiation", still_open
        ),
        Start(pgettext("opportunity stage", "Won"), Colour.GREEN, "won", won),
        Start(pgettext("opportunity stage", "Lost"), Colour.RED, "lost", lost),
    ]


def _loss_reasons() -> list[Start]:
    names = [
        pgettext("loss reason", "Chose a competitor"),
        pgettext("loss reason", "Price too high"),
        pgettext("loss reason", "Budget too small"),
        pgettext("loss reason", "Needs have changed"),
        pgettext("loss reason", "Project was stopped"),
        pgettext("loss reason", "Decision takes too long"),
        pgettext("loss reason", "Lost contact"),
        pgettext("loss reason", "Other reason"),
    ]
    return [Start(name) for name in names]


def _order_types() -> list[Start]:
    return [
        Start(pgettext("order type", "Direct sale"), Colour.BLUE, "direct"),
        Start(pgettext("order type", "Through an agent"), Colour.PURPLE, "agent"),
        Start(pgettext("order type", "Service"), Colour.TEAL, "service"),
        Start(pgettext("order type", "Consumables"), Colour.AMBER, "consumables"),
    ]


def _payment_methods() -> list[Start]:
    names = [
        ("bank", pgettext("payment method", "Bank transfer")),
        ("wechat", pgettext("payment method", "WeChat Pay")),
        ("alipay", pgettext("payment method", "Alipay")),
        ("cash", pgettext("payment method", "Cash")),
        ("cheque", pgettext("payment method", "Cheque")),
        ("draft", pgettext("payment method", "Bank acceptance draft")),
        ("other", pgettext("payment method", "Other way")),
    ]
    return [Start(name, key=key) for key, name in names]


def _expense_types() -> list[Start]:
    names = [
        ("travel", pgettext("expense type", "Travel")),
        ("lodging", pgettext("expense type", "Lodging")),
        ("meals", pgettext("expense type", "Meals")),
        ("entertainment", pgettext("expense type", "Entertaining customers")),
        ("gifts", pgettext("expense type", "Gifts and samples")),
        ("freight", pgettext("expense type", "Freight")),
        ("fuel", pgettext("expense type", "Fuel and parking")),
        ("commission", pgettext("expense type", "Commission")),
        ("other", pgettext("expense type", "Other expense")),
    ]
    return [Start(name, key=key) for key, name in names]
