"""Pages of approvals, and their settings."""

from django.urls import path

from .views import away, flows, inbox

app_name = "approvals"
urlpatterns = [
    path("approvals/", inbox.index, name="list"),
    path("approvals/<int:pk>/", inbox.detail, name="detail"),
    path("approvals/<int:pk>/decision/", inbox.decide, name="decide"),
    path("approvals/<int:pk>/answer/", inbox.answer, name="answer"),
    path("approvals/<int:pk>/adding/", inbox.add, name="add"),
    path("approvals/away/", away.index, name="away"),
    path("approvals/away/end/", away.end, name="away-end"),
    path("settings/approvals/", flows.index, name="flows"),
    path("settings/approvals/new/", flows.new, name="flow-new"),
    path("settings/approvals/<int:pk>/", flows.edit, name="flow"),
    path("settings/approvals/<int:pk>/switching/", flows.switch, name="flow-switch"),
    path("settings/approvals/<int:pk>/retirement/", flows.retire, name="flow-retirement"),
]
