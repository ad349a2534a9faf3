"""The Chinese catalog holds every sentence that is marked, translated, and nothing else."""

from tests.architecture.tree import require_none
from tools import messages


def test_the_catalog_is_complete():
    faults = messages.faults_of(messages.marked_sentences(), messages.read_catalog())
    require_none(faults, "Complete the catalog: ./run messages --merge FILE")


def test_no_sentence_marked_for_translation_is_chinese():
    marked = messages.marked_sentences()
    assert [
        sentence
        for _context, sentence in marked
        if sum("\u4e00" <= letter <= "\u9fff" for letter in sentence) > len(sentence) / 2
    ] == []
