"""Pages of the files app, below /files/."""

from django.urls import path

from .views import downloads, uploads

app_name = "files"
urlpatterns = [
    path("", uploads.upload, name="upload"),
    path("<uuid:file_id>/", downloads.download, name="download"),
    path("<uuid:file_id>/thumb/", downloads.thumb, name="thumb"),
]
