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
    "upkeep.restore_unfinished": _(
        "A restore of %(archive)s, begun on %(begun)s, was cut off while it put the park in place. "
        "Run `yuanqu restore` again, with this backup or another; until then nothing else is let "
        "in."
    ),
    "upkeep.no_room": _("There is not enough room in %(place)s."),
    "upkeep.secret_elsewhere": _(
        "The secret comes from the environment, not from YUANQU_HOME: keep it where it is kept."
    ),
    "upkeep.job_lost": _("The worker went away in the middle of the job."),
}

# The self-check: a title for each rule, what is so, and what to do next.
SENTENCES |= {
    "upkeep.administrators_only": _(
        "Only the system, the security and the audit administrator may see this."
    ),
    "upkeep.passwords": _("Rules for passwords"),
    "upkeep.passwords_strict": _(
        "At least %(length)s characters; common words, plain numbers and one's own name are "
        "refused."
    ),
    "upkeep.passwords_lax": _("Passwords may be too simple: %(length)s characters are enough."),
    "upkeep.lock_out": _("Lock-out after wrong passwords"),
    "upkeep.lock_out_on": _("After %(tries)s wrong passwords each further try has to wait longer."),
    "upkeep.lock_out_late": _("%(tries)s wrong passwords are free."),
    "upkeep.idle_log_out": _("Log-out of those who are away"),
    "upkeep.idle_log_out_on": _(
        "Whoever works for the park is logged out after %(minutes)s minutes without a click."
    ),
    "upkeep.idle_log_out_off": _("Nobody is logged out for being away, or late."),
    "upkeep.second_factor": _("Second factor of those who work for the park"),
    "upkeep.second_factor_all": _("All %(all)s log in with a second factor."),
    "upkeep.second_factor_some": _("%(with)s of %(all)s log in with a second factor."),
    "upkeep.separated_duties": _("Three separated administrators"),
    "upkeep.duties_filled": _(
        "System, security and audit are in different hands; the program lets nobody hold two."
    ),
    "upkeep.duties_vacant": _("%(held)s of %(all)s are appointed."),
    "upkeep.logs": _("Logs"),
    "upkeep.logs_kept": _("Kept for %(days)s days; the oldest here is of %(since)s."),
    "upkeep.logs_too_short": _("Kept for %(days)s days; the law asks for six months."),
    "upkeep.logs_missing": _("There are none in YUANQU_HOME/logs."),
    "upkeep.https": _("Encryption on the way to the browser"),
    "upkeep.https_on": _("Every page asks for HTTPS, and cookies travel by it alone."),
    "upkeep.https_off": _("Off: what people type travels in the clear."),
    "upkeep.database_wire": _("Encryption on the way to the database"),
    "upkeep.database_local": _("The database is on this machine."),
    "upkeep.database_encrypted": _("The connection is encrypted."),
    "upkeep.database_open": _("The connection is in the clear."),
    "upkeep.database_unknown": _("The database does not say whether the connection is encrypted."),
    "upkeep.backups": _("Backups"),
    "upkeep.backup_fresh": _("The last was made on %(day)s."),
    "upkeep.backup_old": _("The last was made on %(day)s: more than a week ago."),
    "upkeep.backup_none": _("None is known."),
    "upkeep.chain": _("The ledger's chain"),
    "upkeep.chain_whole": _("Checked from its first link on %(day)s, and whole."),
    "upkeep.chain_checked_long_ago": _("Last checked on %(day)s, which is too long ago."),
    "upkeep.chain_unchecked": _("Not checked yet."),
    "upkeep.chain_fault": _("The last check found a broken link."),
    "upkeep.worker": _("Job worker"),
    "upkeep.worker_alive": _("It runs."),
    "upkeep.worker_missing": _("None gives a sign of life."),
    "upkeep.debug": _("The program's insides on error pages"),
    "upkeep.debug_on": _("Shown to everybody."),
    "upkeep.debug_off": _("Not shown."),
}
SENTENCES |= {
    "upkeep.change_passwords": _(
        "The standard also asks for a change from time to time, which is for your rules."
    ),
    "upkeep.tighten_passwords": _("Ask for the program's own rules back."),
    "upkeep.lock_out_sooner": _("Let fewer be free."),
    "upkeep.set_idle_log_out": _("Set YUANQU_IDLE_MINUTES to 30 or less."),
    "upkeep.set_up_second_factors": _("Ask the others to set one up."),
    "upkeep.appoint_administrators": _(
        "Appoint a system, a security and an audit administrator: `yuanqu people grant`."
    ),
    "upkeep.keep_logs_longer": _("Set YUANQU_LOG_DAYS to %(least)s or more."),
    "upkeep.see_that_logs_are_written": _("See that the folder can be written."),
    "upkeep.turn_on_https": _(
        "Put a proxy with a certificate in front, and set YUANQU_HTTPS to yes."
    ),
    "upkeep.encrypt_the_database_wire": _("Add ?sslmode=verify-full to YUANQU_DATABASE_URL."),
    "upkeep.ask_about_the_database_wire": _("Ask whoever runs the database."),
    "upkeep.try_a_restore": _("Try a restore now and then."),
    "upkeep.back_up_daily": _("Run `yuanqu backup` every day, and keep it elsewhere."),
    "upkeep.see_that_a_worker_runs": _("The job worker does it every night: see that one runs."),
    "upkeep.verify_the_chain": _("Run `yuanqu ledger verify`."),
    "upkeep.keep_every_log": _("Run `yuanqu ledger verify` and keep every log."),
    "upkeep.start_a_worker": _("`yuanqu serve` starts one; `yuanqu work` is one alone."),
    "upkeep.turn_off_debug": _("Set YUANQU_DEBUG to no."),
}
