from django.urls import path

from .views import home, search, system

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("settings/system/", system.index, name="system"),
    path("settings/system/<str:key>/run/", system.run, name="system-run"),
]
