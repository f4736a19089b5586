from django.urls import path

from .views import home, letterhead, search, system

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("settings/letterhead/", letterhead.edit, name="letterhead"),
    path("settings/letterhead/sheet/", letterhead.sheet, name="letterhead-sheet"),
    path("settings/system/", system.index, name="system"),
    path("settings/system/<str:key>/run/", system.run, name="system-run"),
]
