from django.urls import path

from .views import naming, outlines, papers, reading, review, rules, wording, writing

app_name = "reports"
urlpatterns = [
    path("", writing.home, name="home"),
    path("mine/", writing.mine, name="mine"),
    path("wording/", wording.reworded, name="wording"),
    path("departments/<int:pk>/", writing.department, name="department"),
    path("team/", reading.people, name="team"),
    path("settings/", rules.index, name="rules"),
    path("settings/outlines/", outlines.index, name="outlines"),
    path("settings/outlines/<int:pk>/<slug:kind>/", outlines.edit, name="outline"),
    path("settings/outlines/<int:pk>/<slug:kind>/reset/", outlines.reset, name="outline-reset"),
    path("settings/readers/", naming.index, name="readers"),
    path("settings/readers/<int:pk>/removal/", naming.removal, name="reader-removal"),
    path("review/", review.index, name="review"),
    path("review/read/", review.mark_read, name="review-read"),
    path("review/export/", review.export, name="review-export"),
    path("review/paper/", papers.review, name="review-paper"),
    path("<int:pk>/paper/", papers.report, name="paper"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/reopening/", writing.reopen, name="reopen"),
    path("<int:pk>/like/", reading.like, name="like"),
    path("<int:pk>/score/", reading.score, name="score"),
]
