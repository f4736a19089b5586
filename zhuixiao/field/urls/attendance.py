"""Attendance."""

from django.urls import path

from ..views import attendance_own

urlpatterns = [
    path("attendance/", attendance_own.index, name="attendance"),
    path("attendance/punches/", attendance_own.punches, name="attendance-punches"),
]
