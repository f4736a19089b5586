"""What has to hang at the root: a worker serves only what lies below its own address."""

from django.urls import path

from ..views import phone_shell

urlpatterns = [
    path("sw.js", phone_shell.worker, name="phone-worker"),
    path("manifest.webmanifest", phone_shell.manifest, name="phone-manifest"),
]
