"""Opening the park for a command: its home, its settings, its tables, its collected files."""

import hashlib
import os
import shutil
from pathlib import Path

from yuanqu import env
from yuanqu.cli import failures
from yuanqu.cli.words import language

LEAST_FREE_BYTES = 64 * 1024 * 1024  # the demonstration takes half of it


def set_up_django(*, restoring: bool = False) -> None:
    """Settings and apps, speaking the shell's language. Idempotent.

    Raises `Refused` where a restore was cut off, unless it is a restore that comes to mend it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanqu.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())
    if not restoring:
        from yuanqu.upkeep.archives.unfinished import require_whole_park

        require_whole_park()


def open_park() -> None:
    """The park that YUANQU_HOME or YUANQU_DATABASE_URL names; a Failure where there is none.

    A command that reads must not leave an empty `var` in whatever folder it was typed in.
    """
    if not env.text("YUANQU_DATABASE_URL") and not (env.home() / "yuanqu.sqlite3").exists():
        raise failures.not_set_up()
    set_up_django()


def make_home() -> Path:
    """The state's folder, made if need be, with room to write in."""
    home = env.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # a file in the way, a folder of somebody else, a read-only disk
        raise failures.explain_system(error) or failures.not_writable(home) from None
    if not os.access(home, os.W_OK | os.X_OK):
        raise failures.not_writable(home)
    if shutil.disk_usage(home).free < LEAST_FREE_BYTES:
        raise failures.no_space()
    return home


def migrate() -> None:
    """Bring the tables up to date; says nothing."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def catch_up() -> None:
    """Seal what a crash left unsealed, and bring this node's search index up to the database."""
    from yuanqu.ledger.sealing import seal_pending
    from yuanqu.search import catching_up

    seal_pending()
    catching_up.catch_up(everything=True)


def static_digest() -> str:
    """Changes when any file that the pages load changes: path, size and time of each."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> bool:
    """Collect and compress what the pages load, if any of it changed; says whether it did."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp, digest = root / "collected.sha256", static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)
    return True
