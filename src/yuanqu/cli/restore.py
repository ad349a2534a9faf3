"""`yuanqu restore`."""

from pathlib import Path

import click

from yuanqu.cli import park
from yuanqu.cli.progress import Stages
from yuanqu.cli.words import gettext as _


@click.command(help=_("Put a park back from a backup, after everything in it was checked."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help=_("Replace the park that is here; it is kept beside.")
)
@click.option(
    "--against", metavar="HEAD", help=_("A head of the chain kept elsewhere: its file or text.")
)
def restore(file: Path, replace: bool, against: str | None) -> None:
    """Check, replace, rebuild the index, and say what was put back and what was kept."""
    park.make_home()
    park.set_up_django(restoring=True)
    from yuanqu.cli.ledger import read_head
    from yuanqu.upkeep.archives.progress import Step
    from yuanqu.upkeep.archives.restoring import restore_archive

    steps = {
        Step.UNPACKING: _("Unpacking"),
        Step.STAGING: _("Database, beside the park"),
        Step.VERIFYING: _("Every link of the chain"),
        Step.PLACING: _("Taking its place"),
        Step.INDEXING: _("Search index"),
    }
    with Stages(steps) as stages:
        restored = restore_archive(
            file, replace=replace, against=read_head(against), told=stages.told
        )
    manifest = restored.manifest
    click.echo(
        _("The park of {time} is back: {links} links of the chain, {files} files.").format(
            time=manifest.made_at, links=manifest.ledger_seq, files=manifest.files
        )
    )
    for kept in filter(None, (restored.database_kept, restored.files_kept)):
        click.echo(_("What was here is kept: {place}").format(place=kept))
    if not manifest.has_secret:
        click.echo(_("The backup holds no secret: this park keeps the one it has."))
