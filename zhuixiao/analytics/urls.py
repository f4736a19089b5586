from django.urls import path

from .views import keeping, reading, sharing, studio

app_name = "analytics"
urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", studio.new, name="new"),
    path("preview/", studio.preview, name="preview"),
    path("find/", studio.find, name="find"),
    path("<int:pk>/", reading.read, name="read"),
    path("<int:pk>/edit/", studio.edit, name="edit"),
    path("<int:pk>/copy/", keeping.copy, name="copy"),
    path("<int:pk>/deletion/", keeping.delete, name="deletion"),
    path("<int:pk>/sharing/", sharing.share, name="sharing"),
    path("<int:pk>/export/", keeping.export, name="export"),
]
