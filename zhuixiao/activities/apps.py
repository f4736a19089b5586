from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "zhuixiao.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from zhuixiao.accounts import holdings, permissions  # noqa: PLC0415  (apps are ready only here)
        from zhuixiao.customers import attached, bulk_registry, followers  # noqa: PLC0415
        from zhuixiao.files import access as file_access  # noqa: PLC0415
        from zhuixiao.ledger import catalogue  # noqa: PLC0415
        from zhuixiao.notices import kinds  # noqa: PLC0415

        from . import comments, held, metrics, places, postings, sources, tasks, uses, words  # noqa: F401, PLC0415
        from .actions import attaching, bulk_tasks, following, handing_over  # noqa: PLC0415
        from .forms.bulk import TaskForm  # noqa: PLC0415
        from .models import Activity, Event, FollowUp, Task  # noqa: PLC0415
        from .queries import records  # noqa: PLC0415

        catalogue.register(*metrics.ALL)
        sources.register()
        held.register()
        uses.register()
        file_access.register(postings.ACTIVITY, records.sees)
        comments.register(postings.ACTIVITY, records.target)
        followers.register("activities", followers.Follower(following.follow, following.let_out))
        for key, label, model, move in (
            ("activities", _("Action records"), Activity, attaching.move_activities),
            ("follow_ups", _("Plans"), FollowUp, attaching.move_follow_ups),
            ("tasks", _("Tasks"), Task, attaching.move_tasks),
            ("events", _("Events"), Event, attaching.move_events),
        ):
            ids = partial(attaching.ids_of, model.objects.all())
            attached.register(attached.Attached(key, label, ids, move))
        for key, label, icon, order, count, hand_over in (
            (
                "tasks",
                _("Open tasks"),
                "checkbox",
                20,
                handing_over.count_tasks,
                handing_over.hand_over_tasks,
            ),
            (
                "events",
                _("Coming events"),
                "calendar",
                30,
                handing_over.count_events,
                handing_over.hand_over_events,
            ),
        ):
            holdings.register(holdings.Holding(key, label, icon, order, count, hand_over))
        kinds.register("activities.mention", _("You were mentioned or asked"))
        kinds.register("activities.comment", _("Comments on your records"))
        kinds.register("activities.reminder", _("Reminders of tasks and events"))
        kinds.register("activities.task", _("Tasks given to you"))
        places.register()
        words.register()
        bulk_registry.register(
            bulk_registry.BulkAction(
                key="task",
                label=_("Add a task"),
                icon="checkbox",
                order=40,
                module="activities",
                action="create",
                form=TaskForm,
                apply=bulk_tasks.add,
                undo=bulk_tasks.undo,
            )
        )
        work = ["view", "create", "edit", "delete", "comment"]
        permissions.register(
            permissions.Module(
                key="activities",
                label=_("Activities"),
                actions=["view", "create", "edit", "delete", "comment", "manage"],
                defaults={
                    "boss": ("all", [*work, "manage"]),
                    "admin": ("all", [*work, "manage"]),
                    "manager": ("subtree", work),
                    "sales": ("own", work),
                    "marketing": ("own", work),
                    "service": ("own", work),
                    "finance": ("all", ["view", "create", "comment"]),
                },
            )
        )
