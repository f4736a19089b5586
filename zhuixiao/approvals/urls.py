"""Pages of approvals, below /approvals/."""

from django.urls import path

from .views import away, flows, inbox

app_name = "approvals"
urlpatterns = [
    path("", inbox.index, name="list"),
    path("<int:pk>/", inbox.detail, name="detail"),
    path("<int:pk>/decision/", inbox.decide, name="decide"),
    path("<int:pk>/answer/", inbox.answer, name="answer"),
    path("<int:pk>/adding/", inbox.add, name="add"),
    path("away/", away.index, name="away"),
    path("away/end/", away.end, name="away-end"),
    path("flows/", flows.index, name="flows"),
    path("flows/new/", flows.new, name="flow-new"),
    path("flows/<int:pk>/", flows.edit, name="flow"),
    path("flows/<int:pk>/switching/", flows.switch, name="flow-switch"),
    path("flows/<int:pk>/retirement/", flows.retire, name="flow-retirement"),
]
