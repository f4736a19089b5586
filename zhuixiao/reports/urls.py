from django.urls import path

from .views import reading, writing

app_name = "reports"
urlpatterns = [
    path("", writing.home, name="home"),
    path("mine/", writing.mine, name="mine"),
    path("team/", reading.people, name="team"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/reopening/", writing.reopen, name="reopen"),
    path("<int:pk>/like/", reading.like, name="like"),
]
