from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0001_phone"),
        ("field", "0001_attendance"),
        ("field", "0001_tracks"),
        ("field", "0002_visit_types"),
    ]
    operations: list[object] = []
