"""Django's settings, from the table in ``repatria.site.options``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from repatria.site import home
from repatria.site.options import number, told

PACKAGE = Path(__file__).parent.parent
REPATRIA_HOME = Path(told("REPATRIA_HOME")).resolve()
REPATRIA_MASTER_KEY_FILE = (
    told("REPATRIA_MASTER_KEY_FILE") or REPATRIA_HOME / "keys" / home.MASTER_KEY
)

DEBUG = False
SECRET_KEY = home.session_key(REPATRIA_HOME)
ALLOWED_HOSTS = [name for name in told("REPATRIA_HOSTS").split(",") if name]
ROOT_URLCONF = "repatria.site.urls"
WSGI_APPLICATION = "repatria.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The rooms, earlier ones first.
ROOMS = [
    "ledger",
    "transmission",
    "access",
    "register",
    "matching",
    "tracing",
    "custody",
    "bureau",
    "medical",
    "exchange",
    "handover",
    "care",
    "accountability",
    "reports",
    "publication",
    "site",
]
INSTALLED_APPS = [
    *(f"repatria.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "repatria.access.web.middleware.SpeakOneLanguage",
    "repatria.site.programs.AnswerPrograms",
    "repatria.access.web.middleware.SignInFirst",
    "repatria.access.web.middleware.AskForSecondFactor",
    "repatria.access.web.middleware.KeepReads",
    "repatria.site.middleware.RefusalsAreSpoken",
]
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
                "repatria.site.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "repatria.site.forms.Renderer"

# --- Database ----------------------------------------------------------------

# One process writes; a transaction takes the write lock when it begins, since
# SQLite has no row locks to take later.
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": REPATRIA_HOME / home.DATABASE,
    "OPTIONS": {
        "timeout": 60,  # others wait while a list of 100,000 rows is written whole
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
DATABASES = {
    "default": dj_database_url.parse(
        told("DATABASE_URL"),
        conn_max_age=60,
        conn_health_checks=True,  # a database that was away is asked anew
    )
    if told("DATABASE_URL")
    else _SQLITE
}

# --- Signing in ----------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "repatria.access.web.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, always
ACCOUNT_FORMS = {
    "login": "repatria.access.web.allauth_forms.LoginForm",
    "reauthenticate": "repatria.access.web.allauth_forms.ReauthenticateForm",
    "change_password": "repatria.access.web.allauth_forms.ChangePasswordForm",
}
MFA_ADAPTER = "repatria.access.web.adapter.SecondFactors"
MFA_FORMS = {
    "authenticate": "repatria.access.web.allauth_forms.AuthenticateForm",
    "reauthenticate": "repatria.access.web.allauth_forms.CodeAgainForm",
    "activate_totp": "repatria.access.web.allauth_forms.ActivateTOTPForm",
    "add_webauthn": "repatria.access.web.allauth_forms.AddKeyForm",
    "edit_webauthn": "repatria.access.web.allauth_forms.EditKeyForm",
}
REPATRIA_BREAK_GLASS_MINUTES = number("REPATRIA_BREAK_GLASS_MINUTES")
REPATRIA_EXPORT_ALONE = number("REPATRIA_EXPORT_ALONE")
REPATRIA_API_A_MINUTE = number("REPATRIA_API_A_MINUTE")
REPATRIA_SECOND_FACTOR_REQUIRED = told("REPATRIA_SECOND_FACTOR") != "offered"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Repatria"
# Passkeys need TLS everywhere but on this very machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = told("REPATRIA_HTTPS") != "yes"

# --- What a browser may do -----------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "repatria.site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
BEHIND_TLS = told("REPATRIA_HTTPS") == "yes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# A month in which a browser comes back by TLS alone.  Other names of the domain,
# and turning away whoever comes without TLS, are for the proxy to answer for.
SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60 if BEHIND_TLS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 60 * 60  # a long day at the desk
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Words, dates, files -------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["repatria.site.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 2**20
# What is uploaded is sealed before it lies on a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

# --- Jobs ----------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "repatria.site.logs.Nameless",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"addressless": {"()": "repatria.site.logs.Addressless"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["addressless"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What was asked for and not found is not written down: it may be a link.
    "loggers": {"django.request": {"level": "ERROR"}},
}
# Said by ``repatria serve`` to the processes it starts, a file for each.
if LOG_NAME := os.environ.get("REPATRIA_LOG_NAME", ""):
    LOGGING["handlers"]["file"] = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": REPATRIA_HOME / "logs" / f"{LOG_NAME}.log",
        "maxBytes": 5 * 2**20,
        "backupCount": 9,
        "encoding": "utf-8",
        "delay": True,
        "formatter": "plain",
        "filters": ["addressless"],
    }
    LOGGING["root"]["handlers"].append("file")
