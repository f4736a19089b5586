"""Where the customers' pages hang."""

from django.urls import URLPattern, URLResolver, path

from .views import (
    attachments,
    bulk,
    cells,
    choices,
    contacts,
    editing,
    page,
    saved_views,
    search,
    table,
    trash,
)

app_name = "customers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", table.index, name="table"),
    path("rows/", table.rows, name="rows"),
    path("count/", table.count, name="count"),
    path("sums/", table.sums, name="sums"),
    path("tab-counts/", table.tab_counts, name="tab_counts"),
    path("choices/", choices.choices, name="choices"),
    path("search/", search.find, name="search"),
    path("views/", saved_views.index, name="views"),
    path("views/kept/", saved_views.keep, name="view_keep"),
    path("views/order/", saved_views.order, name="view_order"),
    path("views/<int:pk>/", saved_views.detail, name="view"),
    path("views/<int:pk>/removal/", saved_views.delete, name="view_delete"),
    path("bulk/", bulk.change, name="bulk"),
    path("bulk/<uuid:pk>/", bulk.progress, name="bulk_progress"),
    path("bulk/<uuid:pk>/undoing/", bulk.undo, name="bulk_undo"),
    path("<int:pk>/cell/", cells.change, name="cell"),
    path("<int:pk>/reveal/", cells.reveal, name="reveal"),
    path("new/", editing.new, name="new"),
    path("same/", editing.same, name="same"),
    path("trash/", trash.index, name="trash"),
    path("<int:pk>/", page.detail, name="detail"),
    path("<int:pk>/changes/", page.changes, name="changes"),
    path("<int:pk>/panel/", page.panel, name="panel"),
    path("<int:pk>/editing/", editing.edit, name="edit"),
    path("<int:pk>/deletion/", trash.delete, name="delete"),
    path("<int:pk>/restoration/", trash.restore, name="restore"),
    path("<int:pk>/files/", attachments.add, name="file-new"),
    path("<int:pk>/contacts/", contacts.new, name="contact-new"),
    path("contacts/<int:pk>/", contacts.edit, name="contact"),
    path("contacts/<int:pk>/removal/", contacts.remove, name="contact-removal"),
]
