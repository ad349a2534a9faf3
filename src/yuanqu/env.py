"""What the environment says: every `YUANQU_*` variable is read here, and a bad value stops us.

Each variable may also be given as a file (`YUANQU_SECRET_KEY_FILE=/run/secrets/key`), which is how
container platforms hand out secrets. docs/operate.md lists them all; a test keeps the list true.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(ValueError):
    """A variable holds what we cannot use; the message names it and says what would do."""


def text(name: str, default: str = "") -> str:
    """The variable's value, or its file's contents, or the default."""
    if (value := os.environ.get(name)) is not None:
        return value.strip()
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return default


def flag(name: str, default: bool = False) -> bool:
    """Yes or no; anything else is refused rather than taken for no."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise BadSetting(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def digest(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed digest algorithms, if this Python's OpenSSL has it (SM3: not everyone)."""
    value = choice(name, default, allowed)
    if value not in hashlib.algorithms_available:
        raise BadSetting(f"{name} is {value}, which the OpenSSL of this Python does not have.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty entries are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """A comma-separated list of `word=word`."""
    found = [word.partition("=") for word in words(name)]
    if any(not (first and second) for first, _, second in found):
        raise BadSetting(f"{name} must be a list such as example.org=token.")
    return {first.strip(): second.strip() for first, _, second in found}


def home() -> Path:
    """Where state lives: database, secret, index, files. `./var` unless YUANQU_HOME says else."""
    return Path(text("YUANQU_HOME", "var")).resolve()


def secret_key() -> str:
    """The signing key: given, or generated once and kept in YUANQU_HOME for its owner only."""
    if given := text("YUANQU_SECRET_KEY"):
        return given
    path = home() / "secret"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    except OSError as error:
        raise BadSetting(f"YUANQU_HOME cannot be written ({error.strerror}): {home()}") from error
    return path.read_text(encoding="utf-8")


def database_url() -> str:
    """SQLite in YUANQU_HOME unless YUANQU_DATABASE_URL names a PostgreSQL (or another SQLite)."""
    url = text("YUANQU_DATABASE_URL", f"sqlite:///{home() / 'yuanqu.sqlite3'}")
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise BadSetting("YUANQU_DATABASE_URL must begin with sqlite:// or postgresql://.")
    return url


def web_address(name: str) -> str:
    """The address of a service: http or https with a host, without a log-in, query or fragment."""
    value = text(name)
    parts = urlsplit(value)
    is_bare = not (parts.query or parts.fragment or "@" in parts.netloc)
    if value and not (parts.scheme in {"http", "https"} and parts.hostname and is_bare):
        raise BadSetting(f"{name} must be an address such as https://example.org/v1.")
    return value


def language_model() -> str:
    """YUANQU_LLM_MODEL: the name of the model, which must be said where an endpoint is."""
    name = text("YUANQU_LLM_MODEL")
    if text("YUANQU_LLM_BASE_URL") and not name:
        raise BadSetting("YUANQU_LLM_MODEL must name the model of YUANQU_LLM_BASE_URL.")
    return name


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in; without a host they are kept as files in YUANQU_HOME."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    start_tls: bool = False
    tls: bool = False


def mail_server() -> MailServer:
    """YUANQU_MAIL_URL: smtp:// in the clear, smtp+tls:// with STARTTLS, smtps:// encrypted."""
    parts = urlsplit(text("YUANQU_MAIL_URL"))
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if not parts.geturl():
        return MailServer()
    if parts.scheme not in ports or not parts.hostname:
        raise BadSetting("YUANQU_MAIL_URL must be smtp://, smtp+tls:// or smtps:// with a host.")
    return MailServer(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        start_tls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


@dataclass(frozen=True, slots=True)
class MessageBroker:
    """Where messages to devices are handed in; without a host there are none."""

    host: str = ""
    port: int = 1883
    user: str = ""
    password: str = ""
    tls: bool = False


def message_broker() -> MessageBroker:
    """YUANQU_MQTT_URL: mqtt:// in the clear, mqtts:// encrypted."""
    parts = urlsplit(text("YUANQU_MQTT_URL"))
    ports = {"mqtt": 1883, "mqtts": 8883}
    if not parts.geturl():
        return MessageBroker()
    if parts.scheme not in ports or not parts.hostname:
        raise BadSetting("YUANQU_MQTT_URL must be mqtt:// or mqtts:// with a host.")
    return MessageBroker(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "mqtts",
    )


def sms_gateway() -> str:
    """YUANQU_SMS: off, outbox, webhook, or the dotted path of a gateway of one's own."""
    name = text("YUANQU_SMS", "off")
    if name == "webhook" and urlsplit(text("YUANQU_SMS_URL")).scheme not in {"http", "https"}:
        raise BadSetting("YUANQU_SMS_URL must be the web address of the gateway.")
    if name not in {"off", "outbox", "webhook"} and "." not in name:
        raise BadSetting("YUANQU_SMS must be off, outbox, webhook or the dotted path of a class.")
    return name


def identity_providers() -> str:
    """The YAML of YUANQU_IDENTITY, else of `identity.yaml` in YUANQU_HOME, else nothing."""
    if given := text("YUANQU_IDENTITY"):
        return given
    path = home() / "identity.yaml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
