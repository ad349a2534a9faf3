"""The shape of the index, and a document as it is written into it."""

from datetime import date
from functools import cache

import tantivy

from yuanqu.engines.retrieval import tokens
from yuanqu.search.models import Document

# Raised whenever the fields or the tokens change: each number has a folder of its own.
VERSION = 3
# A title counts as if the text said it so often. One field for both, and not one each: in fields
# of their own, titles are so short that their words outweigh everything (docs/decisions/0020).
TITLE_TIMES = 3
FIRST_DAY = 0
LAST_DAY = date.max.toordinal() + 1


@cache
def schema() -> tantivy.Schema:
    """The fields: two cuts of the text, names whole and in words, and what a query filters by."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", indexed=True, fast=True)
    builder.add_unsigned_field("version", fast=True)
    for name in ("kind", "access", "name"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name_words", tokenizer_name="whitespace", index_option="basic")
    for name in ("words", "pairs"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("valid_from", "valid_until"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def entry(document: Document) -> tantivy.Document:
    """The document as the index keeps it: tokens and filters, no text."""
    made = tantivy.Document()
    made.add_unsigned("pk", document.pk)
    made.add_unsigned("version", document.version)
    made.add_text("kind", document.kind)
    for token in document.access:
        made.add_text("access", token)
    made.add_integer("valid_from", day_number(document.valid_from, FIRST_DAY))
    made.add_integer("valid_until", day_number(document.valid_until, LAST_DAY))
    _add_texts(made, document)
    return made


def day_number(day: date | None, otherwise: int) -> int:
    """Days since the year 1; `otherwise` for an open bound."""
    return day.toordinal() if day else otherwise


def _add_texts(made: tantivy.Document, document: Document) -> None:
    names = [name for name in (document.title, document.title_en, *document.names) if name]
    for name in names:
        made.add_text("name", tokens.whole_name(name))
    title = "\n".join(names)
    words = tokens.words(title)
    pairs = tokens.pairs(title) + tokens.characters(title)
    made.add_text("name_words", " ".join(words))
    made.add_text("words", " ".join(words * TITLE_TIMES + tokens.words(document.body)))
    made.add_text("pairs", " ".join(pairs * TITLE_TIMES + tokens.pairs(document.body)))
