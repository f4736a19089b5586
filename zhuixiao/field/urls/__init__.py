"""Pages of field sales; they hang at /field/."""

from . import attendance, leave

app_name = "field"
urlpatterns = [
    *attendance.urlpatterns,
    *leave.urlpatterns,
]
