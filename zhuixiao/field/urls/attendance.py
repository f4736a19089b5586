"""Attendance."""

from django.urls import path

from ..views import attendance_corrections, attendance_groups, attendance_own, attendance_table

urlpatterns = [
    path("attendance/", attendance_own.index, name="attendance"),
    path("attendance/punches/", attendance_own.punches, name="attendance-punches"),
    path("attendance/table/", attendance_table.index, name="attendance-table"),
    path("attendance/table/export/", attendance_table.export, name="attendance-export"),
    path("attendance/days/<int:pk>/", attendance_table.day, name="attendance-day"),
    path("attendance/corrections/", attendance_corrections.index, name="attendance-corrections"),
    path(
        "attendance/corrections/new/",
        attendance_corrections.new,
        name="attendance-correction-new",
    ),
    path(
        "attendance/corrections/<int:pk>/withdrawal/",
        attendance_corrections.withdrawal,
        name="attendance-correction-withdrawal",
    ),
    path("attendance/groups/", attendance_groups.index, name="attendance-groups"),
    path("attendance/groups/new/", attendance_groups.new, name="attendance-group-new"),
    path("attendance/groups/<int:pk>/", attendance_groups.edit, name="attendance-group"),
    path(
        "attendance/groups/<int:pk>/removal/",
        attendance_groups.removal,
        name="attendance-group-removal",
    ),
    path(
        "attendance/groups/<int:pk>/places/new/",
        attendance_groups.place_new,
        name="attendance-place-new",
    ),
    path("attendance/places/<int:pk>/", attendance_groups.place, name="attendance-place"),
    path(
        "attendance/places/<int:pk>/removal/",
        attendance_groups.place_removal,
        name="attendance-place-removal",
    ),
]
