"""What positions and tracks add to the shell and to lower apps."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import labels, permissions
from zhuixiao.kit import navigation
from zhuixiao.ledger import catalogue

from ..choices.tracks import LOOK_KIND, Kept
from ..forms import track_items
from ..metrics import tracks as metrics
from ..models.fixes import MODULE
from ..phone import outbox
from ..phone import state as phone_state
from ..queries import tracks_phone
from ..sources import tracks as sources
from ..tasks import places as _places  # noqa: F401  (jobs register themselves)
from ..tasks import tracks as _tracks  # noqa: F401


def register() -> None:
    """Called once, in AppConfig.ready()."""
    catalogue.register(*metrics.ALL)
    sources.register()
    _register_permissions()
    _register_words()
    _register_links()
    outbox.register(
        outbox.ItemKind(
            "fix", _("Positions of the track"), MODULE, "create", track_items.take, changes=()
        )
    )
    phone_state.register("track", tracks_phone.state)


def _register_permissions() -> None:
    own = ("own", ["view", "create"])
    permissions.register(
        permissions.Module(
            key=MODULE,
            label=_("Tracks"),
            actions=["view", "create", "export", "manage"],
            defaults={
                "boss": ("all", ["view", "create", "export", "manage"]),
                # Who keeps the program running has no business with where people are.
                "admin": ("own", ["manage"]),
                "manager": ("subtree", ["view", "create", "export"]),
                "sales": own,
                "service": own,
                "marketing": own,
            },
        )
    )


def _register_words() -> None:
    labels.register(
        "tracker", {}, label=_("Tracker"), actions={"create": _("Added"), "remove": _("Removed")}
    )
    labels.register(
        "track_switch",
        {"version": _("Version of the text")},
        label=_("Track switch"),
        actions={
            "agree": pgettext_lazy("track", "Agreed to the text"),
            "turn_on": pgettext_lazy("track", "Turned on"),
            "turn_off": pgettext_lazy("track", "Turned off"),
            "withdraw": pgettext_lazy("track", "Took the consent back"),
        },
    )
    labels.register(
        "track_settings",
        {
            "kept": _("Positions that are kept"),
            "starts": _("Work begins"),
            "ends": _("Work ends"),
            "keep_days": _("Days that positions are kept"),
            "stop_metres": _("Metres of a stop"),
            "stop_minutes": _("Minutes of a stop"),
        },
        label=_("Settings of tracks"),
        value_names={"kept": lambda value: Kept(value).label},
    )
    labels.register(
        LOOK_KIND,
        {},
        label=_("Track"),
        actions={"look": pgettext_lazy("track", "Looked at"), "export": _("Exported")},
    )


def _register_links() -> None:
    navigation.register(
        navigation.NavItem(
            "tracks",
            _("Tracks"),
            "route",
            "field:tracks-map",
            58,
            module=MODULE,
            places=("rail",),
            keys="g j",
        )
    )
    navigation.register(
        navigation.NavItem(
            "track-settings",
            _("Tracks"),
            "route",
            "field:track-settings",
            60,
            module=MODULE,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )
    navigation.register(
        navigation.NavItem(
            "places",
            _("Names of places"),
            "map-pin",
            "field:places",
            61,
            module=MODULE,
            action="manage",
            places=("settings",),
            group=_("Sales"),
        )
    )
