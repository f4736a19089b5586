"""Deciding is a right of its own: roles that were edited before keep what viewing let them do."""

from django.db import migrations


def keep(apps, _schema_editor):
    for role in apps.get_model("accounts", "Role").objects.all():
        edited = role.grants.get("modules", {}).get("approvals")
        if edited and "view" in edited["actions"] and "decide" not in edited["actions"]:
            place = edited["actions"].index("view") + 1
            edited["actions"].insert(place, "decide")
            role.save(update_fields=["grants"])


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("accounts", "0002_audit_kept")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
