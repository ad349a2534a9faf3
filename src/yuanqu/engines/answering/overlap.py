"""ROUGE-L by characters: how much of a text is, in order, in another (Lin, ACL workshop 2004)."""


def rouge_l(text: str, gold: str) -> float:
    """The F1 of precision and recall of the longest common subsequence; 0 where one is empty."""
    shared = _longest_common(gold, text)
    if not shared:
        return 0.0
    precision, recall = shared / len(text), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


def _longest_common(first: str, second: str) -> int:
    """The length of the longest common subsequence, 64 characters or more at a step.

    Bits of one whole number stand for the characters of `first` (Hyyrö, "Bit-Parallel LCS-length
    Computation Revisited", 2004).
    """
    if not first or not second:
        return 0
    places: dict[str, int] = {}
    for number, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << number
    all_of_them = (1 << len(first)) - 1
    left = all_of_them
    for character in second:
        met = left & places.get(character, 0)
        left = ((left + met) | (left - met)) & all_of_them
    return len(first) - left.bit_count()
