"""Visits, routes and photos in lower apps: ledger, permissions, merges, evidence, the phone."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import holdings, labels, on_setup, permissions
from zhuixiao.accounts.words import employee_name, yes_or_no
from zhuixiao.activities import witnesses
from zhuixiao.catalog.words import USE
from zhuixiao.customers import attached, followers, persons
from zhuixiao.files import access as file_access
from zhuixiao.kit import navigation, panels
from zhuixiao.kit.navigation import NavItem
from zhuixiao.ledger import catalogue

from ..actions import visit_plans_handing, visit_types, visits_moving
from ..choices.visits import PhotosFrom
from ..forms import visit_items
from ..metrics import visits as metrics
from ..metrics.visits import VISITS
from ..models import Photo, Visit, VisitPlan
from ..phone import outbox
from ..phone import state as phone_state
from ..postings import visits as postings
from ..queries import visits_phone
from ..sources import visits as sources
from ..tasks import visits as _visits  # noqa: F401  (jobs register themselves)

_WORK = ["view", "create", "edit"]


def register() -> None:
    """Called once, in AppConfig.ready()."""
    catalogue.register(*metrics.ALL)
    sources.register()
    on_setup.register(visit_types.on_setup)
    witnesses.register(_proves)
    file_access.register(postings.PHOTO, _sees_photo)
    phone_state.register(VISITS, visits_phone.state)
    _register_permissions()
    _register_pages()
    _register_items()
    _register_merges()
    _register_handing_over()
    _register_words()


def _proves(activity_id: int) -> bool:
    return Visit.objects.filter(activity=activity_id, is_verified=True).exists()


def _sees_photo(employee: object, pk: int) -> bool:
    return Photo.objects.visible_to(employee).filter(pk=pk).exists()  # type: ignore[arg-type]


def _register_permissions() -> None:
    permissions.register(
        permissions.Module(
            key=VISITS,
            label=_("Visits and photos"),
            actions=[*_WORK, "manage"],
            defaults={
                "boss": ("all", [*_WORK, "manage"]),
                "admin": ("all", [*_WORK, "manage"]),
                "manager": ("subtree", _WORK),
                "sales": ("own", _WORK),
                "marketing": ("own", _WORK),
                "service": ("own", _WORK),
            },
        )
    )


def _register_pages() -> None:
    for item in (
        NavItem(
            "visits", _("Visits"), "map-pin-check", "field:visits", 45, module=VISITS, keys="g v"
        ),
        NavItem(
            "visit-plan-new",
            _("Planned visit"),
            "route",
            "field:route-new",
            45,
            module=VISITS,
            action="create",
            places=("new",),
        ),
        NavItem(
            "visit-types",
            _("Types of visits"),
            "map-pin-cog",
            "field:visit-types",
            65,
            module=VISITS,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        ),
    ):
        navigation.register(item)
    panel = panels.Panel(
        "visits", _("Visits and photos"), "field:customer-visits", 25, "map-pin-check", VISITS
    )
    panels.register("customer", panel)


def _register_items() -> None:
    for key, label, handle in (
        ("visit.in", _("Arrived at a customer"), visit_items.sign_in),
        ("visit.step", _("Step of a visit"), visit_items.answer),
        ("visit.out", _("Left a customer"), visit_items.sign_out),
        ("photo", _("Photo"), visit_items.photo),
    ):
        outbox.register(outbox.ItemKind(key, label, VISITS, "create", handle))


def _register_merges() -> None:
    for key, label, model, move in (
        ("visits", _("Visits"), Visit, visits_moving.move_visits),
        ("visit_plans", _("Planned visits"), VisitPlan, visits_moving.move_plans),
        ("photos", _("Photos"), Photo, visits_moving.move_photos),
    ):
        ids = partial(visits_moving.ids_of, model.objects.all())
        attached.register(attached.Attached(key, label, ids, move))


def _register_handing_over() -> None:
    follower = followers.Follower(visit_plans_handing.follow, visit_plans_handing.let_out)
    followers.register("visit_plans", follower)
    holdings.register(
        holdings.Holding(
            "visit_plans",
            _("Planned visits"),
            "route",
            25,
            visit_plans_handing.count,
            visit_plans_handing.hand_over,
        )
    )


def _register_words() -> None:
    labels.register(
        postings.VISIT,
        {},
        label=_("Visit"),
        actions={
            "create": _("Signed in"),
            "sign_out": _("Signed out"),
            "close": _("Closed without a sign-out"),
        },
    )
    labels.register(
        postings.PLAN,
        {"employee_id": _("Employee")},
        label=_("Planned visit"),
        value_names={"employee_id": employee_name},
        actions={"hand_over": _("Handed over")},
    )
    labels.register(postings.PHOTO, {}, label=_("Photo"))
    labels.register(
        visit_types.KIND,
        {
            "name": _("Name"),
            "fence": _("Allowed distance in metres"),
            "photos_from": _("Photos from"),
            "steps": _("Steps"),
            "is_default": _("Default"),
        },
        label=_("Type of visits"),
        value_names={
            "photos_from": lambda value: PhotosFrom(value).label,
            "steps": lambda rows: ", ".join(row["label"] for row in rows),
            "is_default": yes_or_no,
        },
        actions={"edit": _("Changed"), **USE},
    )
    for key, label, model, texts in (
        (postings.VISIT, _("Visits"), Visit, ("note", "reason", "next_note")),
        (postings.PLAN, _("Planned visits"), VisitPlan, ("note",)),
        (postings.PHOTO, _("Photos"), Photo, ("note",)),
    ):
        persons.register(
            persons.Words(
                key,
                label,
                model,
                texts=texts,
                around=lambda pk: Q(customer=pk),
                record=partial(_record, key),
            )
        )


def _record(kind: str, row: Visit | VisitPlan | Photo) -> tuple[str, int]:
    return kind, row.pk
