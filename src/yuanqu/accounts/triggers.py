"""The log of who acted is append-only, held by the database itself.

Triggers are made after every migration, since Django's table remakes on SQLite lose them.
"""

from typing import Any

from django.db import connections

APPEND_ONLY = "accounts_accountevent"

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS {APPEND_ONLY}_no_{verb.lower()} BEFORE {verb} ON {APPEND_ONLY}
    BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY} is append-only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    """CREATE OR REPLACE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE TRIGGER {APPEND_ONLY}_no_change BEFORE UPDATE OR DELETE ON {APPEND_ONLY}
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change()""",
    f"""CREATE OR REPLACE TRIGGER {APPEND_ONLY}_no_truncate BEFORE TRUNCATE ON {APPEND_ONLY}
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change()""",
]


def make_triggers(using: str = "default", **_signal: Any) -> None:
    """Make the triggers anew; harmless where they are there already."""
    connection = connections[using]
    if APPEND_ONLY not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)
