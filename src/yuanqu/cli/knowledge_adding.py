"""What the commands of `yuanqu knowledge` do in a park; imported once it is open."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import ValidationError
from django.utils.translation import override

from yuanqu.accounts.errors import Refused
from yuanqu.accounts.wording import sentence
from yuanqu.cli.failures import Exit, Failure
from yuanqu.cli.progress import Stage
from yuanqu.cli.words import gettext as _
from yuanqu.cli.words import language
from yuanqu.knowledge import actions
from yuanqu.knowledge.files import TYPES, Received, received
from yuanqu.knowledge.folders import shipped_packs
from yuanqu.knowledge.models import Pack, State, Version
from yuanqu.knowledge.statements import Statement, statement_of

# Of many texts in one file so many are written at once, so that nobody else waits long to write.
BATCH = 100


def pack_called(slug: str) -> Pack:
    """The pack of this short name. Raises `Refused`."""
    found = Pack.objects.select_related("owner").filter(slug=slug).first()
    if found is None:
        raise Refused("knowledge.no_pack", slug=slug)
    return found


def add_paths(paths: Sequence[Path], slug: str, stated: Mapping[str, str]) -> None:
    """Add every file; name those that cannot be read, and then end with 1."""
    files = [file for path in paths for file in _files(path)]
    pack, key = pack_called(slug), stated.get("key", "")
    if len(files) > 1 and (key or stated.get("title")):
        raise click.UsageError(_("--key and --title are for one file alone."))
    with override(language()):
        statement = statement_of({name: said for name, said in stated.items() if name != "key"})
    failed, count = [], 0
    with Stage(_("Adding")) as stage:
        for done, file in enumerate(files):
            stage.count(done, len(files))
            try:
                count += _add(file, pack, statement, key)
            except Refused as refusal:
                failed.append(f"{file}: {_told(refusal)}")
    for line in failed:
        click.echo(line, err=True)
    click.echo(_("{count} documents and answers added.").format(count=count))
    if failed:
        raise Failure(_("Files that were not added: {count}").format(count=len(failed)), Exit.NO)


def _files(path: Path) -> Iterator[Path]:
    """The file, or those of a folder that are of a sort that is read."""
    if path.is_dir():
        found = (each for each in path.rglob("*") if each.suffix.lower() in TYPES)
        yield from sorted(each for each in found if each.is_file())
    else:
        yield path


def _add(file: Path, pack: Pack, statement: Statement, key: str) -> int:
    with file.open("rb") as stream:
        got = received(stream, file.name, file.stat().st_size, at_once=True)
    if got.read is not None and len(got.read.texts) > BATCH:
        return _add_many(got, pack, statement)
    made = actions.add_file(actor=None, pack=pack, received=got, statement=statement, key=key)
    return len(made.versions) + len(made.faqs)


def _add_many(got: Received, pack: Pack, statement: Statement) -> int:
    texts = got.read.texts if got.read is not None else ()
    with Stage(_("Texts of one file")) as stage:
        for start in range(0, len(texts), BATCH):
            stage.count(start, len(texts))
            batch = texts[start : start + BATCH]
            actions.add_texts(actor=None, pack=pack, texts=batch, statement=statement)
    return len(texts)


def _told(refusal: Refused) -> str:
    with override(language()):
        return sentence(refusal.code, refusal.facts)


def listed(slug: str, as_json: bool) -> None:
    """The latest version of each document, of one pack or of all."""
    found = Version.objects.select_related("document__pack").defer("text", "headings")
    if slug:
        found = found.filter(document__pack=pack_called(slug))
    latest: dict[Any, Version] = {}
    for version in found.filter(document__withdrawn_at=None).order_by(
        "document__pack__slug", "document__key", "number"
    ):
        latest[version.document_id] = version
    if as_json:
        rows = [_summary(version) for version in latest.values()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for version in latest.values():
        error = sentence(version.error, version.error_facts) if version.error else ""
        said = _summary(version)
        words = [said[name] for name in ("id", "pack", "key", "state", "status", "title")]
        click.echo("  ".join(filter(None, [*words, error])))
    click.echo(_("{count} documents").format(count=len(latest)))


def _summary(version: Version) -> dict[str, str]:
    return {
        "id": str(version.pk),
        "pack": version.document.pack.slug,
        "key": version.document.key,
        "state": version.state,
        "status": version.status,
        "title": version.title,
        "error": version.error,
    }


def retry_failed(ids: Sequence[str]) -> None:
    """Read again these versions, or all that failed, and what waits."""
    failed = Version.objects.filter(state=State.FAILED).select_related("document__pack__owner")
    chosen = [_version(each) for each in ids] if ids else list(failed)
    for version in chosen:
        actions.retry_version(actor=None, version=version)
    done = {"read": 0, "failed": 0}
    with Stage(_("Reading")) as stage:
        while any(found := actions.read_waiting(most=1).values()):
            done = {name: done[name] + more for name, more in zip(done, found, strict=True)}
            stage.show(str(sum(done.values())))
    for version in Version.objects.filter(pk__in=[each.pk for each in chosen], state=State.FAILED):
        why = sentence(version.error, version.error_facts)
        click.echo(f"{version.title}: {why}", err=True)
    click.echo(_("{count} read, {failed} could not be read.").format(
        count=done["read"], failed=done["failed"]
    ))  # fmt: skip
    if done["failed"]:
        raise SystemExit(Exit.NO)


def _version(id: str) -> Version:
    try:
        return Version.objects.select_related("document__pack__owner").get(pk=id)
    except (Version.DoesNotExist, ValidationError) as error:  # unknown, or not an id at all
        raise Refused("knowledge.no_version", id=id[:60]) from error


def load_folders(folder: Path | None, shipped: bool) -> None:
    """One pack, from its folder or by the name of one that is shipped; or all that are shipped."""
    if (folder is None) != shipped:
        raise click.UsageError(_("Give a folder, or --shipped."))
    named = {path.name: path for path in shipped_packs()}
    chosen = [folder if folder.is_dir() else named.get(str(folder), folder)] if folder else []
    for path in chosen or named.values():
        _load(path)


def _load(folder: Path) -> None:
    with Stage(folder.name):
        loaded = actions.load_pack(folder)
    click.echo(
        _("{pack}: {documents} documents, {answers} answers, {questions} questions").format(
            pack=loaded.pack.slug,
            documents=loaded.documents,
            answers=loaded.faqs,
            questions=loaded.questions,
        )
    )


def packs_listed() -> None:
    """The packs with how much is in them."""
    for pack in Pack.objects.all():
        documents = pack.documents.filter(withdrawn_at=None).count()
        answers = pack.faqs.filter(withdrawn_at=None).count()
        named = pack.names.in_language(language())
        click.echo(f"{pack.slug}  {named}  {pack.access}  {documents}  {answers}")
