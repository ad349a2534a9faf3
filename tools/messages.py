"""Keep the zh-Hans catalog complete: collect what is marked for translation, merge, compile.

    ./run messages                       collect; new sentences enter untranslated
    ./run messages --merge FILE…         the same, with translations from {"sentence": "译文"} files
    ./run messages --check               change nothing; fail unless the catalog is complete

The catalog holds neither dates nor line numbers and is sorted, so that a change shows as itself.
"""

import argparse
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import django
import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from tools.catalogs import LOCALE, ROOT, compile_catalogs

CATALOG = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
SOURCES = ROOT / "src" / "yuanqu"
KEYWORDS = {  # name: which arguments are the context ("c"), the sentence and its plural
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METADATA = {
    "Project-Id-Version": "Yuanqu",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str | None, str]  # context and sentence


def python_of(path: Path) -> str:
    """A module as it is; a template as the Python that Django makes of its marked sentences."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # templatize keeps the line's place, which Python would take for indentation
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def entries_of(path: Path, place: str) -> Iterator[polib.POEntry]:
    """What one file marks for translation."""
    code = io.BytesIO(python_of(path).encode())
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract("python", code, KEYWORDS, options=options):
        sentence, plural = message if isinstance(message, tuple) else (message, "")
        if sentence:
            yield polib.POEntry(
                msgid=sentence,
                msgid_plural=plural,
                msgctxt=context,
                msgstr_plural={0: ""} if plural else {},
                occurrences=[(place, "")],
            )


def key_of(entry: polib.POEntry) -> Key:
    """What makes two entries the same."""
    return entry.msgctxt, entry.msgid


def marked_sentences(sources: Path = SOURCES) -> dict[Key, polib.POEntry]:
    """Everything marked in modules and templates, each with the files in which it stands."""
    found: dict[Key, polib.POEntry] = {}
    paths = [path for ending in ("py", "html", "txt") for path in sources.rglob(f"*.{ending}")]
    for path in sorted(paths):
        for entry in entries_of(path, path.relative_to(sources).as_posix()):
            known = found.setdefault(key_of(entry), entry)
            known.occurrences = sorted({*known.occurrences, *entry.occurrences})
    return found


def translations_in(files: Iterable[Path]) -> dict[str, str]:
    """Sentences and their translations from JSON files; a later file wins."""
    merged: dict[str, str] = {}
    for file in files:
        merged |= json.loads(file.read_text(encoding="utf-8"))
    return merged


def merged_catalog(
    marked: dict[Key, polib.POEntry], old: polib.POFile, given: dict[str, str]
) -> polib.POFile:
    """Exactly what is marked, with the given translations, else those that the catalog has."""
    known = {key_of(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=100)
    new.metadata = METADATA
    for key, entry in sorted(marked.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        before = known.get(key, entry)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: given.get(entry.msgid) or before.msgstr_plural.get(0, "")}
        else:
            entry.msgstr = given.get(entry.msgid) or before.msgstr
        new.append(entry)
    return new


def translation_of(entry: polib.POEntry) -> str:
    """Chinese has one plural form."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def placeholders(text: str) -> list[str]:
    """What a translation must keep, in any order."""
    return sorted(set(PLACEHOLDER.findall(text)))


FAULTS: dict[str, Callable[[polib.POEntry], bool]] = {
    "not translated": lambda entry: not translation_of(entry),
    "fuzzy": lambda entry: entry.fuzzy,
    "placeholders differ": lambda entry: (
        bool(translation_of(entry))
        and placeholders(translation_of(entry)) != placeholders(entry.msgid_plural or entry.msgid)
    ),
}


def faults_of(marked: dict[Key, polib.POEntry], catalog: polib.POFile) -> list[str]:
    """Everything that keeps the catalog from being complete, one line each."""
    present = {key_of(entry): entry for entry in catalog if not entry.obsolete}
    faults = [f"missing: {key[1]!r}" for key in sorted(marked, key=str) if key not in present]
    unused = [entry for key, entry in present.items() if key not in marked]
    faults += [f"no longer used: {e.msgid!r}" for e in unused + catalog.obsolete_entries()]
    for entry in present.values():
        faults += [f"{name}: {entry.msgid!r}" for name, found in FAULTS.items() if found(entry)]
    return faults


def read_catalog(path: Path = CATALOG) -> polib.POFile:
    """The catalog, or an empty one."""
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def main() -> None:
    """`./run messages`."""
    parser = argparse.ArgumentParser(prog="./run messages", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--merge", type=Path, nargs="+", default=[], metavar="FILE")
    options = parser.parse_args()
    if not settings.configured:  # templatize asks Django for its settings
        settings.configure()
        django.setup()
    marked = marked_sentences()
    if options.check:
        faults = faults_of(marked, read_catalog())
        print(*faults, f"{len(marked)} sentences, {len(faults)} faults", sep="\n")
        sys.exit(bool(faults))
    catalog = merged_catalog(marked, read_catalog(), translations_in(options.merge))
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    catalog.save(str(CATALOG))
    compile_catalogs()
    missing = [entry.msgid for entry in catalog if not translation_of(entry)]
    print(*missing, f"{len(catalog)} sentences, {len(missing)} not translated", sep="\n")


if __name__ == "__main__":
    main()
