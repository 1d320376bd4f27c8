"""All settings, read from the environment; docs/operations.md lists the variables."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.csp import CSP
from leadcrm import environment as env
from leadcrm import vocabulary


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("LEADCRM_DATA", str(BASE_DIR / "var"))).resolve()
env.adopt_run_file(DATA_DIR)

TESTING = "PYTEST_VERSION" in os.environ
DEBUG = env.flag("DEBUG")
# Failpoints and the style guide exist only where a test rig or a developer asked for them.
TEST_RIG = env.flag("LEADCRM_TEST_RIG")
# `manage.py up` on embedded servers is a demonstration on this machine: plain http, mail into files.
LOCAL = DEBUG or TESTING or env.flag("LEADCRM_LOCAL")

SECRET_KEY = env.text("SECRET_KEY", "only-for-this-machine" if LOCAL else "")
# Former keys: what they signed and sealed stays good while the key is being changed.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env.text("PUBLIC_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")

# --- database: two logins; `owner` migrates, `app` serves and is subject to row-level security ---------------
DATABASE_URL = env.text("DATABASE_URL", "postgresql://app@127.0.0.1/leadcrm")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", DATABASE_URL)
AS_OWNER = env.flag("LEADCRM_DB_AS_OWNER") or TESTING
DATABASES = {"default": env.database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
# Behind a pooler that knows nothing of prepared statements: no (core/prepared.py).
DATABASE_PREPARES = env.flag("DATABASE_PREPARES", default=True)
APP_DB_ROLE = env.text("APP_DB_ROLE", env.database(DATABASE_URL)["USER"] or "app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # the workspace middleware opens the transaction, with the scope in it

# --- applications ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "django_countries",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "core",
    "conditions",
    "work",
    "tenants",
    "leads",
    "messaging",
    "capture",
    "scoring",
    "distribution",
    "nurturing",
    "conversion",
    "reporting",
    "leadcrm",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.toasts.ToastMiddleware",
    "tenants.middleware.LanguageMiddleware",
    "tenants.middleware.WorkspaceMiddleware",
    "leads.middleware.MergedLeadMiddleware",
]
ROOT_URLCONF = "leadcrm.urls"
WSGI_APPLICATION = "leadcrm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "core.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.csp.csp",
                "core.context.shell",
                "leadcrm.context.sample_sign_ins",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.FormRenderer"

# --- people ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["tenants.accounts.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tenants.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# No mail to addresses that have no account: it would invite strangers to a sign-up that is closed.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = (
    False
    if TESTING
    else {
        "login_failed": "20/m/ip,5/5m/key",
        "reset_password": "20/m/ip,3/h/key",
        "change_password": "5/m/user",
    }
)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY") else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz", r"^readyz"]
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Inquiries a minute that a public form takes from one network (/24, /48) and from everybody.
FORM_LIMIT_PER_NETWORK = env.number("FORM_LIMIT_PER_NETWORK", 300)
FORM_LIMIT = env.number("FORM_LIMIT", 1200)
# Posts a minute that each web process takes from a mail provider at one address.
MAIL_DOOR_LIMIT = env.number("MAIL_DOOR_LIMIT", 1200)
# As of forms, of what the tracking script reports: page views and the like.
TRACK_LIMIT_PER_NETWORK = env.number("TRACK_LIMIT_PER_NETWORK", 600)
TRACK_LIMIT = env.number("TRACK_LIMIT", 6000)

# --- language and time -------------------------------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ, TIME_ZONE = True, "UTC"

# --- files -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# The widget of the proof of work comes with its package; as an app it would bring pages that nobody uses.
STATICFILES_DIRS = [BASE_DIR / "static", Path(str(find_spec("altcha_django").origin)).parent / "static"]  # type: ignore[union-attr]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.bundles.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The manifest needs collectstatic first; tests do without.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gz", "woff", "woff2", "ico"]
# Looked for when asked: else each client of each test would first read all of them.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
MEDIA_ROOT = DATA_DIR / "media"

# --- mail --------------------------------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
# Set by `manage.py up` when it keeps the mails itself (leadcrm/runtime/sink.py); they are read at /dev/mail/.
KEEPS_MAIL = env.flag("LEADCRM_KEEPS_MAIL")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = MAIL_TIMEOUT = env.number("MAIL_TIMEOUT", 10)  # seconds for each step but the last
MAIL_PATIENCE = env.number("MAIL_PATIENCE", 25)  # seconds for the answer to a letter handed over
# Marketing mails a minute that leave a workspace, so that after an outage they leave evenly; 0: as fast as can be.
MAIL_PER_MINUTE = env.number("MAIL_PER_MINUTE", 600)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Leadcrm <leadcrm@localhost>")
# How long a click is watched before it counts, how soon after sending nobody clicks, and whether mails carry a
# hidden link that only machines follow (E6).
CLICK_SETTLE_SECONDS = env.number("CLICK_SETTLE_SECONDS", 10)
CLICK_TOO_SOON_SECONDS = env.number("CLICK_TOO_SOON_SECONDS", 5)
CLICK_TRAP = env.flag("CLICK_TRAP", default=True)
# Links of older mails still unsubscribe, but change nothing else.
PREFERENCE_LINK_DAYS = env.number("PREFERENCE_LINK_DAYS", 400)

# Hosts inside our own network that webhooks may call, as host:port; everything else inside is refused.
OUTBOUND_EXCEPTIONS = env.words("OUTBOUND_EXCEPTIONS")

# --- API ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tenants.api.authentication.WorkspaceAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "core.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Leadcrm API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": vocabulary.NAMES,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "capture.api.schema.document_public_form",
        "core.api.add_problem_responses",
        "core.api.lift_blank_defaults",
    ],
}

# --- Celery: the broker is a doorbell, the rows are the truth (docs/architecture.md) --------------------------------
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1.0
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 90, 120
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.number("VISIBILITY_TIMEOUT", 600),  # must exceed the hard time limit
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": "q:",
}
# How often workers look for what no bell announced.
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 5)
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "leadcrm.tasks.sweep",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": SWEEP_SECONDS},
    },
}
# How long a worker that died keeps what it had begun; longer than a batch takes, or two do the same at once.
LEASE_SECONDS = env.number("LEASE_SECONDS", 30)
CACHES = {
    # Only allauth's rate limits and the like: nothing that must survive. Rows in PostgreSQL are the truth.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "celery": {"level": "WARNING"}},
}
