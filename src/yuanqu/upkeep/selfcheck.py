"""Read off the installation what its self-check is about. It changes nothing."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    get_default_password_validators,
)
from django.db import connection
from django.utils import timezone

from yuanqu.accounts.actions.guards import PATIENCE
from yuanqu.accounts.factors import second_factors
from yuanqu.accounts.models import PARK_ROLES, SEPARATED_DUTIES, LockOutKind, Membership, User
from yuanqu.engines.selfcheck import Item, Readings, Wire, self_check
from yuanqu.upkeep.logs import days_kept
from yuanqu.upkeep.models import JobRun
from yuanqu.upkeep.queries import latest_backup, workers_alive

CHAIN_CHECK = "ledger.check_chain"
ALIVE_WITHIN = timedelta(seconds=90)
RULES = {
    CommonPasswordValidator: "common",
    NumericPasswordValidator: "numeric",
    UserAttributeSimilarityValidator: "similar",
}


def self_check_now() -> tuple[Item, ...]:
    """How this installation stands at this moment."""
    return self_check(read_installation())


def read_installation() -> Readings:
    """Settings, mandates, logs, backups and the last check of the chain."""
    length, rules = _password_rules()
    privileged, with_factor = _second_factors()
    logs = days_kept(settings.LOG_ROOT)
    backup = latest_backup()
    check = JobRun.objects.filter(job=CHAIN_CHECK).first()
    return Readings(
        now=timezone.localtime(),
        password_length=length,
        password_rules=rules,
        free_tries=PATIENCE[LockOutKind.ACCOUNT].free,
        idle_minutes=settings.IDLE_MINUTES,
        duties_held=_duties_held(),
        privileged=privileged,
        privileged_with_second_factor=with_factor,
        log_days=settings.LOG_DAYS,
        oldest_log=logs[0] if logs else None,
        https=settings.SECURE_SSL_REDIRECT,
        database_wire=_database_wire(),
        last_backup=backup.made_at if backup else None,
        chain_checked=check.succeeded_at if check else None,
        chain_fault=check.error if check and check.error.startswith("ledger.") else "",
        worker_alive=workers_alive(ALIVE_WITHIN) > 0,
        debug=settings.DEBUG,
    )


def _password_rules() -> tuple[int, frozenset[str]]:
    validators = get_default_password_validators()
    lengths = [each.min_length for each in validators if isinstance(each, MinimumLengthValidator)]
    rules = frozenset(RULES[type(each)] for each in validators if type(each) in RULES)
    return max(lengths, default=0), rules


def _duties_held() -> dict[str, int]:
    held = list(
        Membership.objects.filter(role__in=SEPARATED_DUTIES)
        .valid_at(timezone.now())
        .values_list("role", flat=True)
    )
    return {duty.value: held.count(duty.value) for duty in SEPARATED_DUTIES}


def _second_factors() -> tuple[int, int]:
    """Who works for the park, and how many of them log in with a second factor."""
    mandates = Membership.objects.filter(role__in=PARK_ROLES).valid_at(timezone.now())
    people = User.objects.filter(pk__in=mandates.values("user"))
    return people.count(), people.filter(pk__in=second_factors().values("user")).count()


def _database_wire() -> Wire | None:
    if connection.vendor != "postgresql":
        return Wire.LOCAL
    if connection.settings_dict["HOST"] in {"", "localhost", "127.0.0.1", "::1"}:
        return Wire.LOCAL
    with connection.cursor() as cursor:
        cursor.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        row = cursor.fetchone()
    if row is None:
        return None
    return Wire.ENCRYPTED if row[0] else Wire.OPEN
