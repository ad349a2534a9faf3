"""Many ask at once while the index is made anew: everybody gets the answer."""

from pathlib import Path

from tests.racing import raced


def test_twenty_who_ask_at_once_while_the_index_is_rebuilt_are_all_answered(tmp_path: Path):
    outcomes = raced("tests.assistant.asking_races", tmp_path)
    assert outcomes == {"asked": {"answer 第二条 入驻企业自签约之": 60}, "index": {"rebuilt": 1}}
