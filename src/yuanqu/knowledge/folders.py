"""A pack as a folder: everything is read and checked before anything of it is kept."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.engines.names import Names
from yuanqu.engines.text import tidied
from yuanqu.knowledge.actions.evaluating import QuestionDraft
from yuanqu.knowledge.models import Access, Audience
from yuanqu.knowledge.reading.parsed import Parsed, ReadingError
from yuanqu.knowledge.reading.texts import decoded, parsed_markdown, plain_text
from yuanqu.knowledge.statements import Statement, statement_of

# The packs that Yuanqu brings with it, each in a folder of its short name.
SHIPPED = Path(__file__).parent / "packs"
MOST_BYTES = 5 * 2**20
USUAL_WEIGHT = 0.8
KEYS = {"slug", "audience", "access", "owner", "license", "names", "about"}
FOR_ASSISTANT = ("intents", "bindings")


@dataclass(frozen=True, slots=True)
class FolderText:
    """A file of documents/."""

    key: str
    parsed: Parsed
    statement: Statement


@dataclass(frozen=True, slots=True)
class FolderFaq:
    """A line of faq.jsonl; `document` is a key of the pack, or empty."""

    key: str
    question: str
    answer: str
    variants: tuple[str, ...]
    document: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class PackFolder:
    """Everything that a folder says."""

    slug: str
    names: Names
    about: Names
    owner: str
    audience: str
    access: str
    license: str
    texts: tuple[FolderText, ...]
    faqs: tuple[FolderFaq, ...]
    synonyms: tuple[Mapping[str, Any], ...]
    questions: tuple[QuestionDraft, ...]
    settings: Mapping[str, Any]


def shipped_packs() -> tuple[Path, ...]:
    """The folders of the packs that Yuanqu brings with it, by short name."""
    return tuple(sorted(path.parent for path in SHIPPED.glob("*/pack.toml")))


def read_folder(folder: Path) -> PackFolder:
    """The pack of a folder. Raises `Refused` with the file and what is wrong in it."""
    top = _in(folder / "pack.toml", _toml)
    texts = tuple(_texts(folder / "documents"))
    keys = {text.key for text in texts}
    faqs = tuple(_in(folder / "faq.jsonl", lambda path: _faqs(path, keys), missing=()))
    questions = _in(
        folder / "evaluation.jsonl", lambda path: _questions(path, texts, faqs), missing=()
    )
    given = [(name, _in(folder / f"{name}.yaml", _yaml, missing=None)) for name in FOR_ASSISTANT]
    return PackFolder(
        slug=str(top["slug"]),
        names=_names(top["names"]),
        about=_names(top.get("about", {})),
        owner=str(top.get("owner", "")),
        audience=str(top.get("audience", Audience.EVERYONE)),
        access=str(top.get("access", Access.PUBLIC)),
        license=str(top.get("license", "")),
        texts=texts,
        faqs=faqs,
        synonyms=tuple(_in(folder / "synonyms.txt", _synonyms, missing=())),
        questions=tuple(questions),
        settings={name: said for name, said in given if said is not None},
    )


_REQUIRED = object()


def _in(path: Path, reader: Callable[[Path], Any], missing: Any = _REQUIRED) -> Any:
    """What a reader makes of a file; whatever is wrong is said with the file's name."""
    if not path.is_file():
        if missing is _REQUIRED:
            raise Refused("knowledge.pack_file_missing", file=path.name)
        return missing
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("knowledge.too_large", most=str(MOST_BYTES // 2**20))
        return reader(path)
    except (ReadingError, Refused) as error:
        cause = sentence(error.code, error.facts)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, KeyError, TypeError) as error:
        cause = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    raise Refused("knowledge.pack_file", file=path.name, cause=cause)


def _toml(path: Path) -> Mapping[str, Any]:
    top = tomllib.loads(decoded(path.read_bytes()))
    for name in ("slug", "names"):
        if name not in top:
            raise ValueError(f"{name}?")
    if unknown := set(top) - KEYS:
        raise ValueError(f"{', '.join(sorted(unknown))}?")
    return top


def _yaml(path: Path) -> Any:
    # By way of JSON, so that nothing is kept that the database cannot keep.
    return json.loads(json.dumps(yaml.safe_load(decoded(path.read_bytes())), default=str))


def _names(said: Mapping[str, Any]) -> Names:
    return Names(str(said.get("zh", "")), str(said.get("en", "")))


def _texts(folder: Path) -> Iterator[FolderText]:
    seen = set[str]()
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix in {".md", ".txt"}:
            text = _in(path, _text)
            if text.key in seen:
                raise Refused("knowledge.pack_file", file=path.name, cause=f"key {text.key}")
            seen.add(text.key)
            yield text


def _text(path: Path) -> FolderText:
    content = path.read_bytes()
    is_markdown = path.suffix == ".md"
    parsed = parsed_markdown(decoded(content)) if is_markdown else plain_text(content)
    key = parsed.stated.get("key") or path.stem
    statement = statement_of({"title": parsed.title} | dict(parsed.stated))
    return FolderText(key, parsed, statement)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(decoded(path.read_bytes()).split("\n"), start=1):
        if line.strip():
            said = json.loads(line)
            if not isinstance(said, dict):
                raise ReadingError("knowledge.line", line=str(number), cause=type(said).__name__)
            yield number, said


def _faqs(path: Path, documents: set[str]) -> Iterator[FolderFaq]:
    made: dict[str, FolderFaq] = {}
    for number, said in _lines(path):
        faq = FolderFaq(
            key=str(said.get("key") or ""),
            question=tidied(str(said.get("question") or "")),
            answer=str(said.get("answer") or ""),
            variants=tuple(str(each) for each in said.get("variants") or ()),
            document=str(said.get("document") or ""),
            statement=statement_of(said),
        )
        wrong = _wrong(faq, documents) or ("key" if (faq.key or faq.question) in made else "")
        if wrong:
            raise ReadingError("knowledge.line", line=str(number), cause=wrong)
        made[faq.key or faq.question] = faq
    return iter(made.values())


def _wrong(faq: FolderFaq, documents: set[str]) -> str:
    if not faq.question or not faq.answer.strip():
        return "question, answer"
    return "document" if faq.document and faq.document not in documents else ""


def _synonyms(path: Path) -> Iterator[Mapping[str, Any]]:
    """Sets of words with the weight with which one stands for another."""
    made = []
    for number, line in enumerate(decoded(path.read_bytes()).splitlines(), start=1):
        bare = line.partition("#")[0].strip()
        if not bare:
            continue
        words, _sign, weight = bare.replace("；", ";").partition(";")
        said = [tidied(word) for word in words.replace("，", ",").split(",")]
        value = float(weight) if weight.strip() else USUAL_WEIGHT
        kept = list(dict.fromkeys(filter(None, said)))
        if len(kept) < 2 or not 0 < value <= 1:
            raise ReadingError("knowledge.line", line=str(number), cause=bare[:60])
        made.append({"words": kept, "weight": value})
    return iter(made)


def _questions(
    path: Path, texts: tuple[FolderText, ...], faqs: tuple[FolderFaq, ...]
) -> Iterator[QuestionDraft]:
    by_key = {text.key: text.parsed.text for text in texts}
    keys, made = {faq.key for faq in faqs if faq.key}, dict[str, QuestionDraft]()
    for number, said in _lines(path):
        try:
            draft = _question(said, number)
        except (KeyError, TypeError) as error:
            raise ReadingError("knowledge.line", line=str(number), cause=str(error)) from error
        wrong = _wrong_gold(draft, by_key) or ("faq" if draft.faq and draft.faq not in keys else "")
        if wrong or draft.key in made or not _is_one_of(said):
            cause = wrong or ("id" if draft.key in made else "gold | faq | refuse")
            raise ReadingError("knowledge.line", line=str(number), cause=cause)
        made[draft.key] = draft
    return iter(made.values())


def _question(said: Mapping[str, Any], number: int) -> QuestionDraft:
    gold = said.get("gold") or ()
    return QuestionDraft(
        key=str(said.get("id") or number),
        question=str(said["question"]),
        gold=tuple((str(each["document"]), str(each["text"])) for each in gold),
        faq=str(said.get("faq") or ""),
        on=statement_of({"issued_on": said.get("on")}).issued_on,
    )


def _is_one_of(said: Mapping[str, Any]) -> bool:
    return sum(bool(said.get(name)) for name in ("gold", "faq", "refuse")) == 1


def _wrong_gold(draft: QuestionDraft, texts: Mapping[str, str]) -> str:
    """What of the gold passages does not stand in its document, word for word."""
    for key, text in draft.gold:
        if key not in texts:
            return f"document {key}"
        if not text or text not in texts[key]:
            return f"“{text[:60]}”"
    return ""
