"""How an installation stands against the rules that it is inspected by: each with what to do.

The rules are those of GB/T 22239-2019 (等级保护 2.0), third level, as far as a program can look at
itself. The numbers of its clauses were written down from memory: CLAUSES_VERIFIED says so, and
whoever shows a clause shows that too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

DOCUMENT = "GB/T 22239-2019"
CLAUSES_VERIFIED = False
SHORTEST_PASSWORD = 8
PASSWORD_RULES = frozenset({"common", "numeric", "similar"})
MOST_FREE_TRIES = 10
LONGEST_IDLE_MINUTES = 30
# Cybersecurity Law of the PRC, art. 21(3): network logs are kept at least six months. The amended
# law, in force from 2026-01-01, may number it otherwise: not verified.
LEAST_LOG_DAYS = 183
OLDEST_BACKUP = timedelta(days=7)
OLDEST_CHECK = timedelta(days=2)


class State(StrEnum):
    """`unknown` is not `ok`: the program cannot see it, and somebody has to look."""

    OK = "ok"
    ATTENTION = "attention"
    UNKNOWN = "unknown"


class Wire(StrEnum):
    """How the database is reached."""

    LOCAL = "local"
    ENCRYPTED = "encrypted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Item:
    """One rule: its state, the codes of its title and of what is so, and the clause of DOCUMENT.

    `facts` are the values found, with their dates.
    """

    title: str
    clause: str
    state: State
    code: str
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def advice(self) -> str:
        """The code of what to do next; empty where there is nothing to do."""
        return ADVICE.get(self.code, "")


# What to do next, by what was found.
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "upkeep.passwords_strict": "upkeep.change_passwords",
        "upkeep.passwords_lax": "upkeep.tighten_passwords",
        "upkeep.lock_out_late": "upkeep.lock_out_sooner",
        "upkeep.idle_log_out_off": "upkeep.set_idle_log_out",
        "upkeep.second_factor_some": "upkeep.set_up_second_factors",
        "upkeep.duties_vacant": "upkeep.appoint_administrators",
        "upkeep.logs_too_short": "upkeep.keep_logs_longer",
        "upkeep.logs_missing": "upkeep.see_that_logs_are_written",
        "upkeep.https_off": "upkeep.turn_on_https",
        "upkeep.database_open": "upkeep.encrypt_the_database_wire",
        "upkeep.database_unknown": "upkeep.ask_about_the_database_wire",
        "upkeep.backup_fresh": "upkeep.try_a_restore",
        "upkeep.backup_old": "upkeep.back_up_daily",
        "upkeep.backup_none": "upkeep.back_up_daily",
        "upkeep.chain_checked_long_ago": "upkeep.see_that_a_worker_runs",
        "upkeep.chain_unchecked": "upkeep.verify_the_chain",
        "upkeep.chain_fault": "upkeep.keep_every_log",
        "upkeep.worker_missing": "upkeep.start_a_worker",
        "upkeep.debug_on": "upkeep.turn_off_debug",
    }
)


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read off the installation. None means that nothing is known."""

    now: datetime
    password_length: int
    password_rules: frozenset[str]
    free_tries: int
    idle_minutes: int
    duties_held: Mapping[str, int]
    privileged: int
    privileged_with_second_factor: int
    log_days: int
    oldest_log: date | None
    https: bool
    database_wire: Wire | None
    last_backup: datetime | None
    chain_checked: datetime | None
    chain_fault: str
    worker_alive: bool
    debug: bool


def self_check(readings: Readings) -> tuple[Item, ...]:
    """Every rule in the order of the page."""
    return tuple(check(readings) for check in CHECKS)


def _passwords(r: Readings) -> Item:
    strict = r.password_length >= SHORTEST_PASSWORD and r.password_rules >= PASSWORD_RULES
    return Item(
        "upkeep.passwords",
        "8.1.4.1 a",
        State.OK if strict else State.ATTENTION,
        "upkeep.passwords_strict" if strict else "upkeep.passwords_lax",
        {"length": str(r.password_length)},
    )


def _lock_out(r: Readings) -> Item:
    on = 0 < r.free_tries <= MOST_FREE_TRIES
    return Item(
        "upkeep.lock_out",
        "8.1.4.1 b",
        State.OK if on else State.ATTENTION,
        "upkeep.lock_out_on" if on else "upkeep.lock_out_late",
        {"tries": str(r.free_tries)},
    )


def _idle(r: Readings) -> Item:
    on = 0 < r.idle_minutes <= LONGEST_IDLE_MINUTES
    return Item(
        "upkeep.idle_log_out",
        "8.1.4.1 b",
        State.OK if on else State.ATTENTION,
        "upkeep.idle_log_out_on" if on else "upkeep.idle_log_out_off",
        {"minutes": str(r.idle_minutes)},
    )


def _second_factor(r: Readings) -> Item:
    facts = {"with": str(r.privileged_with_second_factor), "all": str(r.privileged)}
    if r.privileged and r.privileged_with_second_factor == r.privileged:
        state, code = State.OK, "upkeep.second_factor_all"
    else:
        state, code = State.ATTENTION, "upkeep.second_factor_some"
    return Item("upkeep.second_factor", "8.1.4.1 d", state, code, facts)


def _duties(r: Readings) -> Item:
    held = sum(count > 0 for count in r.duties_held.values())
    filled = held == len(r.duties_held)
    return Item(
        "upkeep.separated_duties",
        "8.1.5",
        State.OK if filled else State.ATTENTION,
        "upkeep.duties_filled" if filled else "upkeep.duties_vacant",
        {"held": str(held), "all": str(len(r.duties_held))},
    )


def _logs(r: Readings) -> Item:
    if r.log_days < LEAST_LOG_DAYS:
        state, code = State.ATTENTION, "upkeep.logs_too_short"
    elif r.oldest_log is None:
        state, code = State.ATTENTION, "upkeep.logs_missing"
    else:
        state, code = State.OK, "upkeep.logs_kept"
    since = r.oldest_log.isoformat() if r.oldest_log else ""
    facts = {"days": str(r.log_days), "since": since, "least": str(LEAST_LOG_DAYS)}
    return Item("upkeep.logs", "8.1.4.3", state, code, facts)


def _https(r: Readings) -> Item:
    return Item(
        "upkeep.https",
        "8.1.4.8",
        State.OK if r.https else State.ATTENTION,
        "upkeep.https_on" if r.https else "upkeep.https_off",
    )


def _wire(r: Readings) -> Item:
    states = {
        Wire.LOCAL: (State.OK, "upkeep.database_local"),
        Wire.ENCRYPTED: (State.OK, "upkeep.database_encrypted"),
        Wire.OPEN: (State.ATTENTION, "upkeep.database_open"),
        None: (State.UNKNOWN, "upkeep.database_unknown"),
    }
    return Item("upkeep.database_wire", "8.1.4.8", *states[r.database_wire])


def _backup(r: Readings) -> Item:
    if r.last_backup is None:
        return Item("upkeep.backups", "8.1.4.9", State.ATTENTION, "upkeep.backup_none")
    fresh = r.now - r.last_backup <= OLDEST_BACKUP
    return Item(
        "upkeep.backups",
        "8.1.4.9",
        State.OK if fresh else State.ATTENTION,
        "upkeep.backup_fresh" if fresh else "upkeep.backup_old",
        _day(r.last_backup, r.now),
    )


def _chain(r: Readings) -> Item:
    title, clause = "upkeep.chain", "8.1.4.7"
    if r.chain_fault:
        return Item(title, clause, State.ATTENTION, "upkeep.chain_fault")
    if r.chain_checked is None:
        return Item(title, clause, State.UNKNOWN, "upkeep.chain_unchecked")
    fresh = r.now - r.chain_checked <= OLDEST_CHECK
    return Item(
        title,
        clause,
        State.OK if fresh else State.ATTENTION,
        "upkeep.chain_whole" if fresh else "upkeep.chain_checked_long_ago",
        _day(r.chain_checked, r.now),
    )


def _worker(r: Readings) -> Item:
    return Item(
        "upkeep.worker",
        "8.1.10",
        State.OK if r.worker_alive else State.ATTENTION,
        "upkeep.worker_alive" if r.worker_alive else "upkeep.worker_missing",
    )


def _debug(r: Readings) -> Item:
    return Item(
        "upkeep.debug",
        "8.1.4.4",
        State.ATTENTION if r.debug else State.OK,
        "upkeep.debug_on" if r.debug else "upkeep.debug_off",
    )


def _day(at: datetime, now: datetime) -> Mapping[str, str]:
    return {"day": at.astimezone(now.tzinfo).date().isoformat()}


CHECKS: tuple[Callable[[Readings], Item], ...] = (
    _passwords, _lock_out, _idle, _second_factor, _duties, _logs, _https, _wire, _backup, _chain,
    _worker, _debug,
)  # fmt: skip
