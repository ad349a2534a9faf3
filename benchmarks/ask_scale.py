"""Answering at 4,500 passages and at a million: CPU time a question, and what the index costs.

    {"cpu_ms_small": at most 8, "cpu_ms_million": 30, "index_cpu_s": 450, "index_rss_mb": 2048}

The texts are made up: words of two and three characters, as frequent as words are (Zipf's law), in
sentences and documents of usual lengths. A question takes words of one sentence. All of it is
timed that `yuanqu knowledge answer` does: first stage, ranking, quoting, certainty.
The number of passages may be given, to try with fewer: ./run bench ask_scale 50000
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks._measure import report
from yuanqu.engines.answering import Answerer, Source
from yuanqu.engines.answering.questions import read
from yuanqu.knowledge.measuring.answers import model_of
from yuanqu.knowledge.measuring.lexical import Lexical

SMALL, MILLION = 4_500, 1_000_000
WORDS, CHARACTERS = 60_000, 3_500
WORDS_OF_SENTENCE, SENTENCES_OF_DOCUMENT = (6, 22), (12, 36)
PASSAGES_OF_DOCUMENT = 3.7
QUESTIONS = 100
AT_MOST = {"cpu_ms_small": 8, "cpu_ms_million": 30, "index_cpu_s": 450, "index_rss_mb": 2048}


def documents(passages: int, chance: np.random.Generator) -> Iterator[Source]:
    """Made-up documents with about so many passages in all."""
    letters = np.array([chr(0x4E00 + at) for at in range(CHARACTERS)])
    sizes = chance.choice([2, 2, 2, 3], WORDS)
    words = ["".join(chance.choice(letters, size)) for size in sizes]
    frequent = 1 / np.arange(1, WORDS + 1)
    frequent /= frequent.sum()
    for number in range(round(passages / PASSAGES_OF_DOCUMENT)):
        lengths = chance.integers(*WORDS_OF_SENTENCE, chance.integers(*SENTENCES_OF_DOCUMENT))
        drawn = iter(chance.choice(WORDS, int(lengths.sum()), p=frequent))
        text = "".join("".join(words[next(drawn)] for _ in range(size)) + "。" for size in lengths)
        yield Source(str(number), "", text)


def questions(index: Lexical, chance: np.random.Generator) -> list[str]:
    """Two thirds of a sentence of one document each, as a question."""
    asked = []
    for number in chance.integers(0, len(index.sources), QUESTIONS):
        source = index.sources[int(number)]
        start, end = source.sentences[int(chance.integers(0, len(source.sentences)))]
        asked.append(source.text[start : start + max(6, 2 * (end - start) // 3)] + "有哪些？")
    return asked


def measure(passages: int, folder: Path | None) -> tuple[float, float]:
    """CPU seconds for the index, and CPU milliseconds for a question, on the mean."""
    chance = np.random.default_rng(7)
    made = list(documents(passages, chance))
    began = time.process_time()
    index = Lexical(made, folder)
    indexed = time.process_time() - began
    answerer, asked = Answerer(model_of()), questions(index, chance)
    began = time.process_time()
    for question in asked:
        answerer.answer(question, index.candidates(read(question)), index.weight_of)
    spent = (time.process_time() - began) / len(asked) * 1000
    print(f"  {index.size} passages: index {indexed:.0f} CPU-s, {spent:.2f} ms", file=sys.stderr)
    return indexed, spent


def main() -> None:
    """Small first; then large, in a folder, with the memory that it took at the most."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    _, small = measure(SMALL, None)
    with tempfile.TemporaryDirectory(prefix="yuanqu-benchmark-") as folder:
        indexed, million = measure(large, Path(folder))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "cpu_ms_small": round(small, 2),
        "cpu_ms_million": round(million, 2),
        "index_cpu_s": round(indexed, 1),
        "index_rss_mb": round(most),
    }
    report(figures, at_most=AT_MOST)


if __name__ == "__main__":
    main()
