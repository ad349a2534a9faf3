"""Append-only, held by the database itself: triggers that refuse to change what was written.

Django remakes SQLite tables on many schema changes, which loses their triggers, so they are made
after every migration and not in one (`apps.py` connects `post_migrate`); a test asserts that they
are there. Any app names such tables of its own as `append_only` in its AppConfig.
"""

from typing import Any

from django.apps import apps
from django.db import connections


def append_only_tables() -> tuple[str, ...]:
    """The tables that take only INSERT, the ledger's and those of every other app."""
    configs = apps.get_app_configs()
    return tuple(table for app in configs for table in getattr(app, "append_only", ()))


def sqlite_statements(table: str) -> list[str]:
    """One trigger for UPDATE and one for DELETE; REPLACE deletes, so recursive_triggers is on."""
    return [
        f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for verb in ("UPDATE", "DELETE")
    ]


def postgres_statements(table: str) -> list[str]:
    """A row trigger for UPDATE and DELETE, and a statement trigger for TRUNCATE."""
    return [
        """CREATE OR REPLACE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()""",
        f"""CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()""",
    ]


def make_triggers(using: str = "default", **_signal: Any) -> None:
    """Make the triggers anew; harmless where they are there already."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    make = sqlite_statements if connection.vendor == "sqlite" else postgres_statements
    with connection.cursor() as cursor:
        for table in append_only_tables():
            if table in present:
                for statement in make(table):
                    cursor.execute(statement)
