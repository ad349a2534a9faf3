"""The sentence for each refusal of the upkeep."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "upkeep.archive_exists": _("There is a file already: %(path)s. Choose another name."),
    "upkeep.archive_unknown": _("This is not a backup that Yuanqu wrote."),
    "upkeep.archive_damaged": _("The backup is damaged: it cannot be unpacked to its end."),
    "upkeep.archive_incomplete": _("The backup is not complete: its list of contents is missing."),
    "upkeep.archive_differs": _(
        "The backup is not what it says: %(member)s differs, and %(count)s members in all."
    ),
    "upkeep.archive_of_another_database": _(
        "The backup was made on %(vendor)s. Set YUANQU_DATABASE_URL to such a database, or carry "
        "the chain with `yuanqu ledger export` and `yuanqu ledger import`."
    ),
    "upkeep.archive_is_newer": _(
        "The backup was made by version %(version)s, which is newer. Install that one first."
    ),
    "upkeep.target_not_empty": _(
        "There is a park here already. Give --replace to put the backup in its place; what is here "
        "is kept beside."
    ),
    "upkeep.park_is_served": _("A server or a worker runs on this park. Stop it first."),
    "upkeep.database_in_use": _(
        "%(count)s connections to the database are open. Stop every server first."
    ),
    "upkeep.database_damaged": _(
        "The copied database does not pass its own check of consistency; nothing was written."
    ),
    "upkeep.program_missing": _(
        "PostgreSQL's %(program)s is not installed here. On Debian: apt install postgresql-client"
    ),
    "upkeep.program_failed": _("%(program)s failed: %(reason)s"),
    "upkeep.may_not_create_database": _(
        "The database role may not create a database, in which the backup is checked first. Give "
        "it the right: ALTER ROLE … CREATEDB"
    ),
    "upkeep.check_failed": _(
        "The backup does not pass its check, and nothing was replaced: %(reason)s"
    ),
    "upkeep.chain_broken": _(
        "The chain in the backup is broken at link %(seq)s, and nothing was replaced. %(reason)s"
    ),
    "upkeep.files_missing": _("Files that the database names are missing from the backup."),
    "upkeep.no_room": _("There is not enough room in %(place)s."),
    "upkeep.secret_elsewhere": _(
        "The secret comes from the environment, not from YUANQU_HOME: keep it where it is kept."
    ),
    "upkeep.job_lost": _("The worker went away in the middle of the job."),
}
