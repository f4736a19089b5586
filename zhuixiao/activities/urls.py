"""Pages of activities; they hang at the root: /activities/, /tasks/, ..."""

from django.urls import path

from .views import (
    calendar,
    comments,
    events,
    follow_ups,
    history,
    recording,
    records,
    settings,
    tasks,
    timeline,
)

app_name = "activities"
urlpatterns = [
    path("activities/", history.history, name="list"),
    path("activities/new/", recording.new, name="new"),
    path("activities/contacts/", recording.contacts, name="contacts"),
    path("activities/customers/", recording.customers, name="customers"),
    path("activities/colleagues/", comments.colleagues, name="colleagues"),
    path("activities/<int:pk>/", records.record, name="record"),
    path("activities/<int:pk>/edit/", recording.edit, name="edit"),
    path("activities/<int:pk>/removal/", records.removal, name="removal"),
    path("activities/<int:pk>/restoration/", records.restoration, name="restoration"),
    path("activities/timeline/<int:customer_id>/", timeline.of_customer, name="timeline"),
    path("activities/plans/<int:customer_id>/", follow_ups.of_customer, name="customer_plans"),
    path("activities/plans/<int:customer_id>/new/", follow_ups.new, name="follow_up_new"),
    path("activities/follow-ups/<int:pk>/", follow_ups.edit, name="follow_up"),
    path(
        "activities/follow-ups/<int:pk>/cancellation/",
        follow_ups.cancellation,
        name="follow_up_cancellation",
    ),
    path(
        "activities/follow-ups/<int:pk>/taking-back/",
        follow_ups.taking_back,
        name="follow_up_taking_back",
    ),
    path("activities/comments/<slug:kind>/<int:record_id>/", comments.of_record, name="comments"),
    path("activities/comments/<int:pk>/removal/", comments.removal, name="comment_removal"),
    path("settings/activities/", settings.index, name="settings"),
    path("settings/activities/types/<int:pk>/", settings.rule, name="rule"),
    path("settings/activities/standards/<slug:field>/", settings.standard, name="standard"),
    path("settings/activities/edit-days/", settings.edit_days, name="edit_days"),
    path("tasks/", tasks.index, name="tasks"),
    path("tasks/new/", tasks.new, name="task_new"),
    path("tasks/<int:pk>/", tasks.edit, name="task"),
    path("tasks/<int:pk>/completion/", tasks.completion, name="task_completion"),
    path("tasks/<int:pk>/reopening/", tasks.reopening, name="task_reopening"),
    path("tasks/<int:pk>/removal/", tasks.removal, name="task_removal"),
    path("tasks/<int:pk>/restoration/", tasks.restoration, name="task_restoration"),
    path("calendar/", calendar.index, name="calendar"),
    path("calendar/move/", calendar.move, name="calendar_move"),
    path("events/new/", events.new, name="event_new"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/edit/", events.edit, name="event_edit"),
    path("events/<int:pk>/removal/", events.removal, name="event_removal"),
    path("events/<int:pk>/restoration/", events.restoration, name="event_restoration"),
]
