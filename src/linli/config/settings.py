"""Settings. One file; everything that differs between places comes from the environment (`config/env.py`)."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from linli.config import env
from linli.config.rooms import rooms

ROOT = Path(__file__).resolve().parents[1]
DATA = env.path("LINLI_DATA", Path.cwd() / "data")
if (_file := env.text("LINLI_SETTINGS")) or (_file := str(DATA / "linli.env") if (DATA / "linli.env").exists() else ""):
    env.load_file(Path(_file))

DEMO = env.flag("LINLI_DEMO")
TESTING = "pytest" in sys.modules
DEBUG = env.flag("LINLI_DEBUG")

# Unsafe defaults serve the demo and the tests; `linli up` refuses to start with them (config/safety.py).
UNSAFE = "not-secret-" * 4
SECRET_KEY = env.text("LINLI_SECRET", UNSAFE)
# key id : 32 bytes in base64, the present one first; see kernel/crypto.py
CRYPTO_KEYS = env.listing("LINLI_KEYS", "unsafe:bm90LXNlY3JldC1ub3Qtc2VjcmV0LW5vdC1zZWNyZXQ=")
CRYPTO_CIPHER = env.text("LINLI_CIPHER", "aesgcm")  # or sm4gcm
JOURNAL_HASH = env.text("LINLI_HASH", "sha256")  # or sm3
ALLOWED_HOSTS = env.listing("LINLI_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.listing("LINLI_ORIGINS")
PUBLIC_URL = env.text("LINLI_URL", "http://127.0.0.1:8000")


def database(url: str) -> dict[str, Any]:
    """Turn `sqlite:///path` or `postgresql://user:password@host:port/name` into Django's form."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            "TEST": {"NAME": str(DATA / "test.sqlite3")},  # a file, so that threads and processes can share it
            "CONN_MAX_AGE": 600,  # opening it, and closing it with a checkpoint, takes longer than a whole request
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4096; "
                "PRAGMA wal_autocheckpoint=8000; PRAGMA foreign_keys=ON;",  # 32 MB of log
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"prepare_threshold": 0},  # for `kernel.insertions` alone: the ORM's cursors prepare nothing
        }
    raise env.Unset(f"LINLI_DATABASE must start with sqlite:/// or postgresql://, not {parts.scheme!r}")


DATABASES = {"default": database(env.text("LINLI_DATABASE") or f"sqlite:///{DATA / 'linli.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "linli.channels.ui",  # before allauth: its templates and words go first
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "linli.kernel",
    *rooms("engines"),
    *rooms("programmes"),
    "linli.patterns",
    "linli.channels.portal",
    "linli.channels.desk",
    "linli.channels.console",
    "linli.channels.api",
    "linli.channels.imports",
    "linli.channels.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads by chance: lengths tell no secrets
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.channels.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.channels.ui.middleware.ViewerMiddleware",
    "linli.channels.ui.middleware.ErrorPages",
    "linli.channels.ui.gate.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "linli.channels.ui.context.page_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "linli.channels.ui.templatetags.linli",
            ],
        },
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "linli_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if TESTING or DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = env.text("LINLI_UPLOADS") or None

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD_LENGTH = env.number("LINLI_PASSWORD_LENGTH", 10)
PASSPHRASE_LENGTH = env.number("LINLI_PASSPHRASE_LENGTH", 16)  # from here on any signs will do
PASSWORD_DAYS = env.number("LINLI_PASSWORD_DAYS", 0)  # staff change it after so many days; 0: when there is a reason
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "linli.engines.access.passwords.Passphrase"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/start/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linli.channels.ui.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# per name and address axes locks; `key` is the name from everywhere: it stops guessing from many addresses
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,30/15m/key", "login": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("LINLI_BEHIND_PROXY") else 0
MFA_ADAPTER = "linli.channels.ui.sign_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Linli"
AXES_FAILURE_LIMIT = env.number("LINLI_SIGN_IN_FAILURES", 5)
AXES_COOLOFF_TIME = env.number("LINLI_LOCKOUT_MINUTES", 15) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # by name alone a stranger could lock anybody out
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "linli.channels.ui.sign_in.typed_name"
AXES_CLIENT_IP_CALLABLE = "linli.channels.ui.sign_in.client_address"
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "linli.channels.ui.sign_in.locked_out"
SIGN_UP_OPEN = env.flag("LINLI_SIGN_UP", default=True)  # residents only; staff accounts come from administrators
SECOND_FACTOR_FOR_STAFF = env.flag("LINLI_SECOND_FACTOR", default=not (DEMO or TESTING))
ELEVATED_MINUTES_LIMIT = env.number("LINLI_ELEVATED_MINUTES", 60)
STAFF_IDLE_MINUTES = env.number("LINLI_IDLE_MINUTES", 0 if DEMO else 120)  # 0: only the session's own end counts
SESSION_COOKIE_AGE = env.number("LINLI_SESSION_MINUTES", 12 * 60) * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("LINLI_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "linli.channels.ui.errors.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF, "'unsafe-inline'"],  # Leaflet and ECharts set style attributes
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("LINLI_SMTP")
    else "django.core.mail.backends.dummy.EmailBackend"
)
_smtp = urlsplit(env.text("LINLI_SMTP", "smtp://localhost:25"))
EMAIL_HOST, EMAIL_PORT = _smtp.hostname, _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.scheme == "smtp+tls", _smtp.scheme == "smtps"
DEFAULT_FROM_EMAIL = env.text("LINLI_MAIL_FROM", "linli@localhost")
EMAIL_TIMEOUT = 20

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LINLI_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
