"""The one settings file. What differs between installations comes from the environment (env.py)."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from yuanqu import env
from yuanqu.accounts.identity.configuration import providers

PACKAGE = Path(__file__).parent
HOME = env.home()

DEBUG = env.flag("YUANQU_DEBUG")
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.words("YUANQU_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.words("YUANQU_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("YUANQU_HOSTS")]

# ── what is installed ────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "yuanqu.web",
    "yuanqu.api",
    "yuanqu.demo",
    "yuanqu.upkeep",
    "yuanqu.assistant",
    "yuanqu.indicators",
    "yuanqu.knowledge",
    "yuanqu.organizations",
    "yuanqu.privacy",
    "yuanqu.cases",
    "yuanqu.ledger",
    "yuanqu.search",
    "yuanqu.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "yuanqu.web.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
    "yuanqu.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yuanqu.accounts.sessions.IdleLogOut",
    "yuanqu.accounts.factors.SecondFactorFirst",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "yuanqu.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yuanqu.web.context.frame",
            ],
        },
    }
]

# ── database: one code path, two engines ─────────────────────────────────────────────────────────
DATABASES: dict[str, Any] = {"default": dict(dj_database_url.parse(env.database_url()))}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock at BEGIN: two actions that check and then save cannot
        # interleave. recursive_triggers lets the append-only triggers see INSERT OR REPLACE.
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
        ),
    }
# Connections that a serving process keeps to PostgreSQL at most; 0: one a request, closed with it.
DATABASE_POOL = env.number("YUANQU_DATABASE_POOL", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── people ───────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yuanqu.accounts.backends.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
SIGNUP_OPEN = env.flag("YUANQU_SIGNUP", default=True)  # a new account has no rights
IDLE_MINUTES = env.number("YUANQU_IDLE_MINUTES", 30)
# Whoever holds a role at the park sets up a second factor before anything else.
REQUIRE_SECOND_FACTOR = env.flag("YUANQU_REQUIRE_SECOND_FACTOR", default=True)
TRUSTED_PROXIES = env.number("YUANQU_TRUSTED_PROXIES", 0)
SMS = env.sms_gateway()
SMS_URL, SMS_TOKEN = env.text("YUANQU_SMS_URL"), env.text("YUANQU_SMS_TOKEN")
_phone = [] if SMS == "off" else ["phone"]

ACCOUNT_ADAPTER = "yuanqu.accounts.adapter.ParkAccountAdapter"
ACCOUNT_FORMS = {
    "login": "yuanqu.accounts.forms.LoginForm",
    "signup": "yuanqu.accounts.forms.SignupForm",
    "request_login_code": "yuanqu.accounts.forms.RequestLoginCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email", *_phone}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# No user name is asked for at sign-up: that one is taken would tell who has an account.
ACCOUNT_SIGNUP_FIELDS = ["email*", *_phone, "password1*", "password2*"]
# Mandatory, so that an address that is known and one that is new get the same answer.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "yuanqu.accounts.adapter.display_name"
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {
    # Wrong codes of a second factor. Wrong passwords are counted by accounts/actions/guards.py.
    "login_failed": "5/5m/key",
    # Each costs a short message, and reaches somebody who may not have asked for it.
    "request_login_code": "20/m/ip,1/30s/key,10/d/key",
}

MFA_ADAPTER = "yuanqu.accounts.mfa.ParkMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Yuanqu"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute wrong

SOCIALACCOUNT_ADAPTER = "yuanqu.accounts.identity.adapter.ParkSocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = providers(env.identity_providers())
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # an unverified address is not taken over at all

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# ── letters ──────────────────────────────────────────────────────────────────────────────────────
_mail = env.mail_server()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.start_tls, _mail.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("YUANQU_MAIL_FROM", "yuanqu@localhost")

# ── counts that every process shares: requests for codes, resets and sign-ups ────────────────────
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_ratecount",
        # Django throws entries away above this; a flood must not wash out what counts it.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# ── language, time ───────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ── files and pages ──────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# The wheel carries the browser libraries beside the pages; a checkout has them in build/vendor.
_vendor = [PACKAGE / "web" / "vendor", PACKAGE.parents[1] / "build" / "vendor"]
STATICFILES_DIRS = [("vendor", folder) for folder in _vendor if folder.is_dir()][:1]
STATIC_STORAGE = env.choice("YUANQU_STATIC", "manifest", ("manifest", "plain"))
STORAGES = {
    "default": {"BACKEND": "yuanqu.ledger.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_STORAGE == "manifest"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = STATIC_STORAGE == "plain"
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EVIDENCE_MAX_BYTES = env.number("YUANQU_EVIDENCE_MAX_BYTES", 20 * 1024 * 1024, least=1)
INDEX_ROOT = HOME / "index"

# ── safety ───────────────────────────────────────────────────────────────────────────────────────
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("YUANQU_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # probes come without the proxy

# ── API ──────────────────────────────────────────────────────────────────────────────────────────
# Requests a minute of one caller; 0 switches the limit off, for load tests.
RATE_LIMIT = env.number("YUANQU_RATE_LIMIT", 600)
# Where webhooks may go ("example.org", "example.org:8443"); nowhere, unless said.
WEBHOOK_HOSTS = env.words("YUANQU_WEBHOOK_HOSTS")

# ── asking ───────────────────────────────────────────────────────────────────────────────────────
# Questions a minute of one caller, on pages and by programs; 0 switches the limit off.
ASK_LIMIT = env.number("YUANQU_ASK_LIMIT", 30)
# Where a recorded question is turned into text; empty: nobody can speak to the park.
SPEECH_URL, SPEECH_TOKEN = env.text("YUANQU_SPEECH_URL"), env.text("YUANQU_SPEECH_TOKEN")
SPEECH_MODEL = env.text("YUANQU_SPEECH_MODEL", "whisper-1")

# ── the register's sources ───────────────────────────────────────────────────────────────────────
# Where lists may be pulled from, as above; nowhere, unless said. `host=token` is sent as a bearer.
PULL_HOSTS = env.words("YUANQU_PULL_HOSTS")
PULL_TOKENS = env.pairs("YUANQU_PULL_TOKENS")
PULLS_ROOT = HOME / "pulls"

# ── ledger ───────────────────────────────────────────────────────────────────────────────────────
LEDGER_DIGEST = env.digest("YUANQU_LEDGER_DIGEST", "sha256", ("sha256", "sm3"))

# ── cases ────────────────────────────────────────────────────────────────────────────────────────
# Reads a file on its standard input; exit code 0 is clean, 1 infected. Empty: nothing is scanned.
MALWARE_COMMAND = env.text("YUANQU_MALWARE_COMMAND")
WECOM_ADDRESS = env.text("YUANQU_WECOM_ADDRESS", "https://qyapi.weixin.qq.com/cgi-bin")
WECOM_CORPORATION = env.text("YUANQU_WECOM_CORPORATION")
WECOM_AGENT, WECOM_SECRET = env.text("YUANQU_WECOM_AGENT"), env.text("YUANQU_WECOM_SECRET")
NOTICE_ADAPTERS = {
    "email": "yuanqu.cases.notices.channels.Mail",
    "sms": "yuanqu.cases.notices.channels.Sms",
    "wecom": f"yuanqu.cases.notices.channels.{'WeCom' if WECOM_CORPORATION else 'Stub'}",
}
# Yes: requests only queue notices, and the worker's jobs send them.
NOTICES_BY_WORKER = env.flag("YUANQU_NOTICES_BY_WORKER")

# ── tools ────────────────────────────────────────────────────────────────────────────────────────
# Where packs whose owner allowed it may set devices; nowhere, unless said.
MQTT_BROKER = env.message_broker()

# ── the language model: words answers where there is one, and asserts none of its own ────────────
LLM_BASE_URL = env.web_address("YUANQU_LLM_BASE_URL")
LLM_MODEL = env.language_model()
LLM_API_KEY = env.text("YUANQU_LLM_API_KEY")
LLM_TIMEOUT = env.number("YUANQU_LLM_TIMEOUT", 20, least=1)
# Tokens a day for the whole park; 0: no limit.
LLM_BUDGET = env.number("YUANQU_LLM_BUDGET", 1_000_000)
LLM_FILING_NUMBER = env.text("YUANQU_LLM_FILING_NUMBER")
# Which passages may be sent to it.
LLM_PASSAGES = env.choice("YUANQU_LLM_PASSAGES", "public", ("public", "all"))
# Words that nothing it writes may contain.
LLM_FORBIDDEN = env.words("YUANQU_LLM_FORBIDDEN")

# ── operation ────────────────────────────────────────────────────────────────────────────────────
# Loopback may read the metrics; anybody else needs this token, and without one is not answered.
METRICS_TOKEN = env.text("YUANQU_METRICS_TOKEN")

# ── logs: a constant message, facts in `extra`, no personal data ─────────────────────────────────
LOG_ROOT = HOME / "logs"
LOG_DAYS = env.number("YUANQU_LOG_DAYS", 183, least=1)
LOG_LEVEL = env.choice("YUANQU_LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "yuanqu.upkeep.logs.JsonLine", "zone": TIME_ZONE},
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
        if DEBUG
        else {"()": "yuanqu.upkeep.logs.PlainLine"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": LOG_LEVEL},
        "file": {
            "class": "yuanqu.upkeep.logs.DailyFile",
            "formatter": "json",
            "level": "INFO",
            "folder": str(LOG_ROOT),
            "zone": TIME_ZONE,
        },
    },
    "root": {
        "handlers": ["stderr", "file"],
        "level": "DEBUG" if LOG_LEVEL == "DEBUG" else "INFO",
    },
    # Django would print what a page raises once more, with its text.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
