"""Leave."""

from django.urls import path

from ..views import leave, leave_balances

urlpatterns = [
    path("leave/", leave.index, name="leave"),
    path("leave/new/", leave.new, name="leave-new"),
    path("leave/team/", leave.team, name="leave-team"),
    path("leave/balances/", leave_balances.index, name="leave-balances"),
    path("leave/balances/grant/", leave_balances.grant, name="leave-grant"),
    path("leave/types/", leave_balances.types, name="leave-types"),
    path("leave/types/new/", leave_balances.type_new, name="leave-type-new"),
    path("leave/types/<int:pk>/", leave_balances.type_edit, name="leave-type"),
    path("leave/<int:pk>/", leave.detail, name="leave-detail"),
    path("leave/<int:pk>/withdrawal/", leave.withdrawal, name="leave-withdrawal"),
]
