"""Runs in build/peers, apart from Yuanqu: other retrievers, out of the box, on given passages.

python _peers.py FILE: {"passages": [...], "questions": [...]}; the last line of the output is
{"name": [[numbers of the best ten passages], …], …}
"""

import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

BEST = 10
Found = list[list[int]]


def llama_index(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """BM25Retriever.from_defaults, as its page shows it."""
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = [TextNode(id_=str(number), text=text) for number, text in enumerate(passages)]
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=BEST)
    return [[int(hit.node.node_id) for hit in retriever.retrieve(each)] for each in questions]


def haystack(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """InMemoryBM25Retriever over InMemoryDocumentStore."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents(
        [Document(id=str(number), content=text) for number, text in enumerate(passages)]
    )
    retriever = InMemoryBM25Retriever(store, top_k=BEST)
    return [[int(hit.id) for hit in retriever.run(each)["documents"]] for each in questions]


def sqlite_fts5(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """A table of FTS5 with its own tokenizer, ordered by its own bm25."""
    return _fts5(passages, questions, "unicode61", re.compile(r"\w+"))


def sqlite_trigram(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """The same with the trigram tokenizer, any of the question's trigrams."""
    return _fts5(passages, questions, "trigram", re.compile(r"(?=(\w\w\w))"))


def _fts5(
    passages: Sequence[str], questions: Sequence[str], tokenizer: str, pattern: "re.Pattern[str]"
) -> Found:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE p USING fts5(text, tokenize='{tokenizer}')")
    database.executemany("INSERT INTO p(rowid, text) VALUES (?, ?)", enumerate(passages))
    found = []
    for question in questions:
        terms = " OR ".join(f'"{term}"' for term in pattern.findall(question)) or '""'
        query = "SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p) LIMIT ?"
        found.append([row for (row,) in database.execute(query, (terms, BEST))])
    return found


def whoosh(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """A text field with the standard analyzer, any of the words."""
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import OrGroup, QueryParser

    with tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, Schema(number=NUMERIC(stored=True), text=TEXT))
        writer = index.writer()
        for number, text in enumerate(passages):
            writer.add_document(number=number, text=text)
        writer.commit()
        parser = QueryParser("text", index.schema, group=OrGroup)
        with index.searcher() as searcher:
            hits = (searcher.search(parser.parse(each), limit=BEST) for each in questions)
            return [[hit["number"] for hit in found] for found in hits]


def bm25s_jieba(passages: Sequence[str], questions: Sequence[str]) -> Found:
    """bm25s over words of jieba."""
    import bm25s
    import jieba

    index = bm25s.BM25()
    index.index([jieba.lcut_for_search(text) for text in passages], show_progress=False)
    asked = [jieba.lcut_for_search(each) for each in questions]
    numbers, _scores = index.retrieve(asked, k=BEST, show_progress=False)
    return [[int(number) for number in row] for row in numbers]


PEERS: dict[str, Callable[[Sequence[str], Sequence[str]], Found]] = {
    "LlamaIndex BM25": llama_index,
    "Haystack BM25": haystack,
    "SQLite FTS5": sqlite_fts5,
    "SQLite FTS5 trigram": sqlite_trigram,
    "Whoosh": whoosh,
    "bm25s + jieba": bm25s_jieba,
}


def main() -> None:
    """Ask all of them; one that fails is told and left out."""
    asked: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found: dict[str, Found] = {}
    for name, peer in PEERS.items():
        print(f"  {name} …", file=sys.stderr)
        try:
            found[name] = peer(asked["passages"], asked["questions"])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the peer's
            print(f"  {name} fails: {error!r}", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
