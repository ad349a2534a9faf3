"""A name in the two languages of the park."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's name in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the Chinese name for "zh", "zh-hans" and kin, else the English one."""
        return self.zh if language.lower().startswith("zh") else self.en
