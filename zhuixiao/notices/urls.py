"""Pages of the notices app, below /notices/."""

from django.urls import path

from .views import jobs, reading, robots, subscriptions

app_name = "notices"
urlpatterns = [
    path("", reading.index, name="list"),
    path("unread/", reading.unread, name="unread"),
    path("reading/", reading.read_all, name="read-all"),
    path("putting-away/", reading.put_all_away, name="put-all-away"),
    path("muting/", reading.muting, name="muting"),
    path("<int:pk>/reading/", reading.read, name="read"),
    path("<int:pk>/putting-away/", reading.put_away, name="put-away"),
    path("subscriptions/", subscriptions.index, name="subscriptions"),
    path("subscriptions/new/", subscriptions.new, name="subscription-new"),
    path("subscriptions/<int:pk>/preview/", subscriptions.preview, name="subscription-preview"),
    path("subscriptions/<int:pk>/switch/", subscriptions.switch, name="subscription-switch"),
    path("subscriptions/<int:pk>/removal/", subscriptions.removal, name="subscription-removal"),
    path("robots/", robots.index, name="robots"),
    path("robots/new/", robots.new, name="robot-new"),
    path("robots/<int:pk>/trial/", robots.trial, name="robot-trial"),
    path("robots/<int:pk>/removal/", robots.removal, name="robot-removal"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancellation/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:pk>/retry/", jobs.retry, name="job-retry"),
]
