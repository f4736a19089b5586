"""Where the customers' pages hang."""

from django.urls import URLPattern, URLResolver, path

from .views import attachments, contacts, editing, page, trash

app_name = "customers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("new/", editing.new, name="new"),
    path("same/", editing.same, name="same"),
    path("trash/", trash.index, name="trash"),
    path("<int:pk>/", page.detail, name="detail"),
    path("<int:pk>/panel/", page.panel, name="panel"),
    path("<int:pk>/editing/", editing.edit, name="edit"),
    path("<int:pk>/deletion/", trash.delete, name="delete"),
    path("<int:pk>/restoration/", trash.restore, name="restore"),
    path("<int:pk>/files/", attachments.add, name="file-new"),
    path("<int:pk>/contacts/", contacts.new, name="contact-new"),
    path("contacts/<int:pk>/", contacts.edit, name="contact"),
    path("contacts/<int:pk>/removal/", contacts.remove, name="contact-removal"),
]
