"""SQL that Django has no short form of."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler


class AttributeText(Func):
    """A text inside a JSON column, by its path.

    Django's own key transform asks SQLite three times for each value, to tell texts from truth
    values; where the schema promises a text, once is enough.
    """

    function = "jsonb_extract_path_text"

    def __init__(self, column: str, *path: str, **extra: Any) -> None:
        super().__init__(F(column), *map(Value, path), output_field=CharField(), **extra)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """JSON_EXTRACT(column, '$.title.zh')."""
        column, *steps = self.get_source_expressions()
        path = ".".join(["$", *(str(step.value) for step in steps)])
        plain = Func(column, Value(path), function="JSON_EXTRACT", output_field=CharField())
        return plain.as_sql(compiler, connection, **context)


def off_index(field: str) -> Coalesce:
    """The field, told so that no index on it serves.

    SQLite without statistics takes any index for a good one, also where another halves the work.
    """
    return Coalesce(field, field)
