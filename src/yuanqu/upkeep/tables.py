"""Which migrations this program brings, and which the database has had."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Each as "app.name".
Names = frozenset[str]


@cache
def migrations_wanted() -> Names:
    """Those of this program, read from its files once."""
    return frozenset(".".join(key) for key in MigrationLoader(None).disk_migrations)


def migrations_applied() -> Names:
    """Those that the database has had; none where it has no tables at all."""
    return frozenset(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
