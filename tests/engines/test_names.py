from yuanqu.engines.names import Names

PARK = Names(zh="园区", en="Park")


def test_names_answer_in_chinese_for_every_chinese_code() -> None:
    assert [PARK.in_language(code) for code in ("zh-hans", "zh", "ZH-Hant", "zh_CN")] == [
        "园区"
    ] * 4


def test_names_answer_in_english_for_every_other_language() -> None:
    assert [PARK.in_language(code) for code in ("en", "en-gb", "fr", "")] == ["Park"] * 4
