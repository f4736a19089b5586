"""What makes the search tokens findable: an FTS5 table on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

# External content: the text stays in customers_searchindex, triggers keep the two in step (a later
# migration that alters that table must make them again). No positions
# (detail=none): a query is words joined by AND and OR, never a phrase. Prefixes of up to four
# characters are indexed because people type the start of initials and the end of a phone.
SQLITE = [
    """
    CREATE VIRTUAL TABLE customers_fts USING fts5(
        tokens, content='customers_searchindex', content_rowid='customer_id',
        tokenize='unicode61 remove_diacritics 0', prefix='1 2 3 4', detail=none, columnsize=0
    )
    """,
    """
    CREATE TRIGGER customers_fts_insert AFTER INSERT ON customers_searchindex BEGIN
        INSERT INTO customers_fts(rowid, tokens) VALUES (new.customer_id, new.tokens);
    END
    """,
    """
    CREATE TRIGGER customers_fts_delete AFTER DELETE ON customers_searchindex BEGIN
        INSERT INTO customers_fts(customers_fts, rowid, tokens)
        VALUES ('delete', old.customer_id, old.tokens);
    END
    """,
    """
    CREATE TRIGGER customers_fts_update AFTER UPDATE ON customers_searchindex
    WHEN old.tokens <> new.tokens OR old.customer_id <> new.customer_id BEGIN
        INSERT INTO customers_fts(customers_fts, rowid, tokens)
        VALUES ('delete', old.customer_id, old.tokens);
        INSERT INTO customers_fts(rowid, tokens) VALUES (new.customer_id, new.tokens);
    END
    """,
    "INSERT INTO customers_fts(customers_fts) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER customers_fts_insert",
    "DROP TRIGGER customers_fts_delete",
    "DROP TRIGGER customers_fts_update",
    "DROP TABLE customers_fts",
]
POSTGRESQL = [
    """
    CREATE INDEX customers_searchindex_tokens ON customers_searchindex
    USING gin (array_to_tsvector(string_to_array(tokens, ' ')))
    """
]
POSTGRESQL_BACK = ["DROP INDEX customers_searchindex_tokens"]


def build(_apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(_apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [migrations.RunPython(build, remove)]
