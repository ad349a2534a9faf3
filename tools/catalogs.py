"""The translation catalogs: where they are, and how a .po becomes the .mo that Django reads."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "yuanqu" / "locale"


def compile_catalogs(locale: Path = LOCALE) -> list[Path]:
    """Compile every .po beneath `locale`; the .mo files, which git ignores."""
    compiled = []
    for catalog in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled.append(catalog.with_suffix(".mo"))
        polib.pofile(str(catalog)).save_as_mofile(str(compiled[-1]))
    return compiled


if __name__ == "__main__":
    compile_catalogs()
