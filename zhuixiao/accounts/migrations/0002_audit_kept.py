"""Rows of the audit log are never changed, and none is deleted within 180 days: by nobody.

The database itself refuses it, whatever program asks. A later migration that rebuilds the table on
SQLite must make the triggers again; tests/accounts/test_audit_kept.py would tell.
"""

from django.db import migrations

DAYS = 180
SQLITE = [
    """
    CREATE TRIGGER audit_never_changed BEFORE UPDATE ON accounts_auditentry BEGIN
        SELECT RAISE(ABORT, 'rows of the audit log are never changed');
    END
    """,
    f"""
    CREATE TRIGGER audit_kept BEFORE DELETE ON accounts_auditentry
    WHEN old.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{DAYS} days') BEGIN
        SELECT RAISE(ABORT, 'rows of the audit log are kept for {DAYS} days');
    END
    """,
]
SQLITE_BACK = ["DROP TRIGGER audit_never_changed", "DROP TRIGGER audit_kept"]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of the audit log are kept and never changed';
    END $$
    """,
    """
    CREATE TRIGGER audit_never_changed BEFORE UPDATE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    f"""
    CREATE TRIGGER audit_kept BEFORE DELETE ON accounts_auditentry FOR EACH ROW
    WHEN (old.at > now() - interval '{DAYS} days') EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_not_emptied ON accounts_auditentry",
    "DROP TRIGGER audit_kept ON accounts_auditentry",
    "DROP TRIGGER audit_never_changed ON accounts_auditentry",
    "DROP FUNCTION audit_refuse()",
]


def protect(_apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def release(_apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
