from django.urls import path

from .views import reading, review, rules, wording, writing

app_name = "reports"
urlpatterns = [
    path("", writing.home, name="home"),
    path("mine/", writing.mine, name="mine"),
    path("wording/", wording.reworded, name="wording"),
    path("team/", reading.people, name="team"),
    path("settings/", rules.index, name="rules"),
    path("review/", review.index, name="review"),
    path("review/read/", review.mark_read, name="review-read"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/reopening/", writing.reopen, name="reopen"),
    path("<int:pk>/like/", reading.like, name="like"),
]
