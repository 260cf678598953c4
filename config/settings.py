"""Every setting. What differs between installations comes from the environment: docs/settings.md."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE

from config import oidc
from config.env import (
    broker,
    credentials,
    database,
    env_bool,
    env_hops,
    env_int,
    env_list,
    env_secret,
    env_text,
    hosts,
    web_address,
)
from config.keys import secret_key
from config.logs import logging_for
from config.mail import email
from config.places import place_in_s3
from config.read import READ

BASE_DIR = Path(__file__).resolve().parent.parent

# Where things are kept
RUNGS_DATA = Path(env_text("RUNGS_DATA", ".run")).resolve()
DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{RUNGS_DATA / 'db.sqlite3'}")}
BROKER_URL = broker("BROKER_URL", f"sqlite:///{RUNGS_DATA / 'queue.sqlite3'}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may reach it
DEBUG = env_bool("RUNGS_DEBUG", False)
RUNGS_URL = web_address("RUNGS_URL", "http://127.0.0.1:8000")
_address = urlsplit(RUNGS_URL)
RUNGS_HOST = _address.hostname or "localhost"
ALLOWED_HOSTS = [RUNGS_HOST, *hosts("RUNGS_HOSTS"), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]
_given = env_secret("RUNGS_SECRET_KEY")
RUNGS_SECRET_KEY_GIVEN = bool(_given)
SECRET_KEY = secret_key(_given, RUNGS_DATA)
SECRET_KEY_FALLBACKS = env_secret("RUNGS_OLD_SECRET_KEYS").split()
# The first seals; the others still open what was sealed before: `manage.py rotate_secrets`.
RUNGS_ENCRYPTION_KEYS = env_secret("RUNGS_ENCRYPTION_KEYS").split() or [SECRET_KEY, *SECRET_KEY_FALLBACKS]
AUTH_USER_MODEL = "maturity.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# What the browser is told
SECURE = RUNGS_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env_bool("RUNGS_HTTPS_REDIRECT", True) and SECURE
SECURE_REDIRECT_EXEMPT = [r"^(healthz|metrics|readyz)$"]
_hsts = env_int("RUNGS_HSTS_SECONDS", 3600)
SECURE_HSTS_SECONDS = _hsts if SECURE else 0
RUNGS_BEHIND_PROXY = env_hops("RUNGS_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if RUNGS_BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src-elem": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# What it is made of
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "config",
    "maturity",
    "releases",
]
MIDDLEWARE = [
    "config.middleware.request_id",
    "config.middleware.measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maturity.accounts.middleware.personal",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maturity.accounts.sessions.seen",
    "maturity.accounts.second_factor.required",
    "config.middleware.forms_only",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]

# How people sign in: by allauth, as maturity/accounts tells it
AUTHENTICATION_BACKENDS = ["maturity.accounts.backend.Backend"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "maturity:overview"
RUNGS_OIDC_APPS = oidc.apps("RUNGS_OIDC_ISSUER", "RUNGS_OIDC_CLIENT_ID", "RUNGS_OIDC_CLIENT_SECRET")
RUNGS_OIDC_GROUPS_CLAIM = env_text("RUNGS_OIDC_GROUPS_CLAIM", "groups")
RUNGS_OIDC_DOMAINS = [domain.lower() for domain in env_list("RUNGS_OIDC_DOMAINS")]
RUNGS_PASSWORD_LOGIN = env_bool("RUNGS_PASSWORD_LOGIN", True) or not RUNGS_OIDC_APPS
ACCOUNT_ADAPTER = "maturity.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_FORMS = {"change_password": "maturity.accounts.forms.ChangePasswordForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# Our own rows count failed passwords and codes; this counts requests, whatever is in them.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": None, "reset_password": "20/h/ip,3/h/key"}
SOCIALACCOUNT_ADAPTER = "maturity.accounts.oidc.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_ADAPTER = "maturity.accounts.mfa.MfaAdapter"
MFA_FORMS = {
    "activate_totp": "maturity.accounts.mfa.ActivateTOTPForm",
    "authenticate": "maturity.accounts.mfa.AuthenticateForm",
    "reauthenticate": "maturity.accounts.mfa.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = f"Rungs {RUNGS_HOST}"
MFA_TOTP_PERIOD, MFA_TOTP_TOLERANCE = 30, 1
MFA_PASSKEY_LOGIN_ENABLED = MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up by themselves, and not everybody has an address
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rungs_cache"}}

# How mail is sent
_mail = email("RUNGS_EMAIL_URL")
RUNGS_EMAIL = bool(_mail.host)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if RUNGS_EMAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = _mail
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("RUNGS_EMAIL_FROM", f"Rungs <rungs@{RUNGS_HOST}>")

# What auditors get
RUNGS_ANCHOR = place_in_s3("RUNGS_ANCHOR")
RUNGS_ANCHOR_CONNECTION = env_text("RUNGS_ANCHOR_CONNECTION")
RUNGS_ANCHOR_DAYS = env_int("RUNGS_ANCHOR_DAYS", 400, least=1, most=36_500)

# Who watches
RUNGS_METRICS_TOKEN = env_secret("RUNGS_METRICS_TOKEN")

# What is logged
RUNGS_LOG_FORMAT = env_text("RUNGS_LOG_FORMAT", "json", allowed=("json", "text"))
RUNGS_LOG_LEVEL = env_text("RUNGS_LOG_LEVEL", "INFO", allowed=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = logging_for(RUNGS_LOG_FORMAT, RUNGS_LOG_LEVEL)

# How stacks are planned
RUNGS_PLAN_MINUTES = env_int("RUNGS_PLAN_MINUTES", 60, least=1, most=24 * 60)
RUNGS_PLANS_PER_TICK = env_int("RUNGS_PLANS_PER_TICK", 10, least=1, most=1_000)
RUNGS_PLANS_PER_REPOSITORY = env_int("RUNGS_PLANS_PER_REPOSITORY", 2, least=1, most=100)
RUNGS_PLAN_WITHOUT_LOCK_FILE = env_bool("RUNGS_PLAN_WITHOUT_LOCK_FILE", False)
RUNGS_TERRAFORM_CONFIG = env_text("RUNGS_TERRAFORM_CONFIG")

# How repositories are read
RUNGS_SCAN_EVERY = timedelta(hours=env_int("RUNGS_SCAN_EVERY_HOURS", 24, least=1, most=24 * 30))
RUNGS_PULLS_EVERY = timedelta(minutes=env_int("RUNGS_PULLS_EVERY_MINUTES", 10, least=1, most=24 * 60))
RUNGS_SCAN_MINUTES = env_int("RUNGS_SCAN_MINUTES", 30, least=1, most=24 * 60)
RUNGS_STATE_EVERY = timedelta(minutes=env_int("RUNGS_STATE_EVERY_MINUTES", 15, least=1, most=24 * 60))
RUNGS_ALLOW_HTTP = env_bool("RUNGS_ALLOW_HTTP", False)
RUNGS_ALLOW_SSH = env_bool("RUNGS_ALLOW_SSH", False)
RUNGS_ALLOW_LOCAL_PATHS = env_bool("RUNGS_ALLOW_LOCAL_PATHS", False)
RUNGS_ALLOW_PRIVATE_ADDRESSES = env_bool("RUNGS_ALLOW_PRIVATE_ADDRESSES", False)
RUNGS_GIT_CREDENTIALS = credentials("RUNGS_GIT_CREDENTIALS")

# How plans are sent
RUNGS_PUSH_MB = env_int("RUNGS_PUSH_MB", 64, least=1, most=4096)
RUNGS_API_PER_MINUTE = env_int("RUNGS_API_PER_MINUTE", 600, least=1, most=1_000_000)
RUNGS_PUSH_UNPACKED_MB = env_int("RUNGS_PUSH_UNPACKED_MB", 512, least=1, most=16384)

# What is kept
RUNGS_KEEP_CHECKS = timedelta(days=env_int("RUNGS_KEEP_CHECKS_DAYS", 400, least=31, most=36500))
RUNGS_KEEP_MESSAGES = timedelta(days=env_int("RUNGS_KEEP_MESSAGES_DAYS", 90, least=7, most=36500))
RUNGS_METRIC_DAYS = timedelta(days=env_int("RUNGS_METRIC_DAYS", 42, least=35, most=3_650))
RUNGS_KEEP_PLANS = timedelta(days=env_int("RUNGS_KEEP_PLANS_DAYS", 90, least=1, most=36500))

# What is shown of all this
RUNGS_VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
RUNGS_ENVIRONMENT = dict(READ)
