"""`yuanqu backup`."""

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from yuanqu.cli.progress import Stages
from yuanqu.cli.words import gettext as _
from yuanqu.upkeep.actions import note_backup
from yuanqu.upkeep.archives.progress import Step
from yuanqu.upkeep.archives.writing import Written, write_archive

STEPS = {Step.DATABASE: _("Database"), Step.FILES: _("Files")}


def default_path() -> Path:
    """A new name in YUANQU_HOME."""
    return Path(settings.HOME) / "backups" / f"yuanqu-{timezone.localtime():%Y%m%d-%H%M%S}.tar.gz"


@click.command(help=_("Write the park into one file: database, files, and where its chain stands."))
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-secret", is_flag=True, help=_("With the signing key; keep such a file as you keep it.")
)
def backup(file: Path | None, with_secret: bool) -> None:
    """Write, note it, and say what it holds."""
    with Stages(STEPS) as stages:
        written = write_archive(file or default_path(), with_secret=with_secret, told=stages.told)
    note_backup(manifest=written.manifest, size=written.size, sha256=written.sha256)
    report(written)


def report(written: Written) -> None:
    """What lies where, and the head to be kept elsewhere."""
    manifest = written.manifest
    click.echo(f"{written.path}  {written.size / 1e6:.1f} MB  sha256 {written.sha256}")
    click.echo(
        _("{links} links of the chain, {files} files").format(
            links=manifest.ledger_seq, files=manifest.files
        )
    )
    if not manifest.has_secret:
        click.echo(_("Without the secret. Keep it apart: second factors are shut with it."))
    if manifest.files_missing:
        click.echo(
            _("{count} files that the database names were not in the store.").format(
                count=manifest.files_missing
            ),
            err=True,
        )
