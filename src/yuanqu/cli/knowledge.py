"""`yuanqu knowledge …`: packs and documents; and measuring answers, which needs no park.

A command that needs the park opens it itself (`with_park`), before it imports anything of Django.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from yuanqu.cli.knowledge_measure import answer, train
from yuanqu.cli.words import gettext as _

Given = ParamSpec("Given")
Result = TypeVar("Result")

STATED = {  # option → what it says
    "key": _("Key of the document in the pack, with one file; the file's name, if not given."),
    "title": _("Title, with one file."),
    "issuer": _("Who issued it."),
    "number": _("Document number, such as 示园规〔2024〕3号."),
    "issued-on": _("Day on which it was issued."),
    "effective-from": _("First day in force."),
    "effective-to": _("Last day in force."),
    "status": _("draft, in_force or repealed."),
    "audience": _("everyone, people, companies or officials."),
    "access": _("public, owner or officials; the pack's, if not given."),
    "address": _("Where the original stands."),
}


def with_park(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Open the park that YUANQU_HOME or YUANQU_DATABASE_URL names, then run the command."""

    @wraps(command)
    def opened(*args: Given.args, **given: Given.kwargs) -> Result:
        from yuanqu.cli.park import open_park

        open_park()
        return command(*args, **given)

    return opened


def stating(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """With an option for each thing that can be stated of a document."""
    for name, said in reversed(STATED.items()):
        command = click.option(f"--{name}", default="", help=said)(command)
    return command


@click.group(help=_("Add documents to packs, load packs, and measure how well they answer."))
def knowledge() -> None:
    """The group."""


knowledge.add_command(train)
knowledge.add_command(answer)


@knowledge.command("add", help=_("Add files, or all files of folders, to a pack."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--pack", required=True, metavar="PACK", help=_("Short name of the pack."))
@stating
@with_park
def add(paths: tuple[Path, ...], pack: str, **stated: str) -> None:
    """Each file whole or not at all; those that cannot be read are named, and the rest is added."""
    from yuanqu.cli.knowledge_adding import add_paths

    add_paths(paths, pack, stated)


@knowledge.command("list", help=_("List documents, the latest version of each."))
@click.option("--pack", default="", metavar="PACK", help=_("Only of this pack."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@with_park
def list_documents(pack: str, as_json: bool) -> None:
    """One line each: id, pack, key, state, status, title."""
    from yuanqu.cli.knowledge_adding import listed

    listed(pack, as_json)


@knowledge.command("retry", help=_("Read again what could not be read."))
@click.argument("ids", nargs=-1)
@with_park
def retry(ids: tuple[str, ...]) -> None:
    """These versions, or all that failed; what waits is read too."""
    from yuanqu.cli.knowledge_adding import retry_failed

    retry_failed(ids)


@knowledge.command("evaluate", help=_("Ask a pack's evaluation questions, and keep the run."))
@click.option("--pack", required=True, metavar="PACK", help=_("Short name of the pack."))
@click.option(
    "--gate", is_flag=True, help=_("Exit 1 where a figure fell below the last accepted run.")
)
@click.option("--as", "name", metavar="USER", help=_("Whose eyes it reads with."))
@with_park
def evaluate(pack: str, gate: bool, name: str | None) -> None:
    """The figures beside those that were accepted."""
    from yuanqu.cli import evaluating

    evaluating.evaluate(pack, gate, name)


@knowledge.group("pack", help=_("Packs: subjects with their documents and answers."))
def pack() -> None:
    """The group."""


@pack.command("load", help=_("Load a pack from its folder; again, it changes what differs."))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--shipped", is_flag=True, help=_("Load the packs that Yuanqu brings with it."))
@with_park
def load(folder: Path | None, shipped: bool) -> None:
    """Each pack whole, or nothing of it. A folder that is none may be a shipped pack's name."""
    from yuanqu.cli.knowledge_adding import load_folders

    load_folders(folder, shipped)


@pack.command("list", help=_("List the packs with how much is in them."))
@with_park
def list_packs() -> None:
    """One line each."""
    from yuanqu.cli.knowledge_adding import packs_listed

    packs_listed()
