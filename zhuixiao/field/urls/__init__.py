"""Pages of field sales; they hang at /field/."""

from . import attendance

app_name = "field"
urlpatterns = [
    *attendance.urlpatterns,
]
