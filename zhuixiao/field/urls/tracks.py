"""Positions and tracks."""

from django.urls import path

from ..views import gps, heat, places, tracks, tracks_mine, tracks_settings

urlpatterns = [
    path("gps/<str:token>", gps.receive, name="gps"),
    path("tracks/", tracks.index, name="tracks-map"),
    path("tracks/list/", tracks.listing, name="tracks-list"),
    path("tracks/heat/", heat.index, name="tracks-heat"),
    path("tracks/live/", tracks.live, name="tracks-live"),
    path("tracks/<int:pk>/<str:day>.gpx", tracks.gpx, name="track-gpx"),
    path("tracks/mine/", tracks_mine.index, name="track-mine"),
    path("tracks/mine/switch/", tracks_mine.switch, name="track-switch"),
    path("tracks/mine/gpx/", tracks_mine.gpx_import, name="track-import"),
    path("tracks/mine/trackers/", tracks_mine.new_tracker, name="tracker-new"),
    path(
        "tracks/mine/trackers/<int:pk>/removal/",
        tracks_mine.tracker_removal,
        name="tracker-removal",
    ),
    path("places/", places.index, name="places"),
    path("places/trial/", places.trial, name="place-trial"),
    path("tracks/settings/", tracks_settings.index, name="track-settings"),
]
