"""Pages of the notices app, below /notices/."""

from django.urls import path

from .views import jobs, reading

app_name = "notices"
urlpatterns = [
    path("", reading.index, name="list"),
    path("unread/", reading.unread, name="unread"),
    path("reading/", reading.read_all, name="read-all"),
    path("putting-away/", reading.put_all_away, name="put-all-away"),
    path("muting/", reading.muting, name="muting"),
    path("<int:pk>/reading/", reading.read, name="read"),
    path("<int:pk>/putting-away/", reading.put_away, name="put-away"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancellation/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:pk>/retry/", jobs.retry, name="job-retry"),
]
