"""Settings common to all environments; each value that differs between machines comes from the environment."""

import datetime
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from market.logs import logging_config

from .access import *  # noqa: F403
from .payments import KEYS, NUMBERS, PRODUCTION_URLS

ROOT_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = ROOT_DIR / "site"
VAR_DIR = ROOT_DIR / "var"

env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_SITE_NAME = "Market Społeczny"

INSTALLED_APPS = [
    "market",
    "shop",
    "goodpractices",
    "stories",
    "home",
    "salesman.core",
    "salesman.basket",
    "salesman.checkout",
    "salesman.orders",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    # First, so that it sees every answer; each line of the log bears the number that it gives.
    "market.logs.context.RequestLogMiddleware",
    # Headers come first, so that redirects, static files and errors of all that follows have them.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "market.middleware.ContentSecurityPolicyMiddleware",
    "market.middleware.BrowserPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "market.middleware.PathLocaleMiddleware",
    "home.request_limits.RequestLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.current_request.CurrentRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "home.request_limits.StaffUploadsMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "home.access.middleware.AccessMiddleware",
    "shop.admin.fence.WorkshopFence",
    "django.contrib.messages.middleware.MessageMiddleware",
    "market.middleware.IncompleteFormMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "market.urls"
WSGI_APPLICATION = "market.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.site_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "home.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# AutoField: BigAutoField here would write migrations into Salesman. Our apps set BigAutoField in their AppConfig.
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock when a transaction begins, so that two writers queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'market.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that does not answer is told of after seconds; waiting for it would hold every worker.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # PostgreSQL compiles queries that look costly; for ours, of many joins and few rows, that takes longer than the answer.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")

# The table of the database cache is made by a migration of `home`.
CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://market_cache"),
    # What every page shows and hardly ever changes (navigation, footer): for a minute, in the memory of each process.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "market", "TIMEOUT": 60},
    # Parts of pages (wagtailpagecache in templates): in a database cache they would be rows written by a GET.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 60,
    },
    # Wagtail would write each rendition into the cache whenever it is shown: with a database cache a GET wrote rows.
    # Lists prefetch renditions, so nothing is gained by it.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # Throttles of pages that may write no row (search): counted in each process for itself.
    "counters": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counters",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # Counters of throttles must neither lose a step nor be thrown out by a crowd of others (Django keeps 300 rows).
    CACHES["default"]["BACKEND"] = "home.database_cache.CountingDatabaseCache"
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 20_000)

# What one visitor may do how often (home/throttle.py): so many times in `seconds` for a session and for an address.
THROTTLES = {
    "basket": {"seconds": 60, "session": 60, "address": 300},
    # Discount codes and gift cards typed in: nobody may try them by machine.
    "code": {"seconds": 600, "session": 15, "address": 60},
    "checkout": {"seconds": 600, "session": 40, "address": 200},
    # Statements and complaints have legal effect, so a family behind one address must not run into this.
    "withdrawal": {"seconds": 600, "session": 30, "address": 60},
    "complaint": {"seconds": 600, "session": 20, "address": 60},
    "exchange": {"seconds": 600, "session": 20, "address": 60},
    "notice": {"seconds": 600, "session": 20, "address": 60},
    "tracking": {"seconds": 600, "session": 10, "address": 30},
    # Of secret links only wrong ones count; of searches those that come to this process.
    "order_link": {"seconds": 600, "address": 30},
    "receipt": {"seconds": 600, "address": 30},
    "lockers": {"seconds": 60, "address": 60, "cache": "counters"},
    "search": {"seconds": 60, "address": 60, "cache": "counters"},
    "suggest": {"seconds": 60, "address": 240, "cache": "counters"},
}
# Proxies of ours in front of the application; 0 when browsers reach it directly (home/client_address.py).
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

LANGUAGE_CODE = "pl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("pl", "polski"), ("en", "English"), ("uk", "українська")]
# Ours before the words that Wagtail and other packages lack in Polish: the first one that has a message gives it.
LOCALE_PATHS = [SITE_DIR / "locale", SITE_DIR / "locale_upstream"]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pl", "polski"), ("en", "English"), ("uk", "українська")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = env.str("MEDIA_URL_BASE", default="/media/")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "market.storage.BundlingStorage"},
}

# Folders of media that a backup holds; cut sizes of pictures (images) are made again when asked for.
BACKUP_MEDIA_FOLDERS = env.list("BACKUP_MEDIA_FOLDERS", default=["original_images", "documents", "videos"])

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Market Społeczny <kontakt@market.example.org>")
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)

# Sessions exist only for staff and from the first write to a basket on; see shop/basket.
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "market.views.csrf_failure"
# Forms of the administration have thousands of fields; what a visitor may send stands below (home/request_limits.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
PUBLIC_BODY_LIMIT = 64 * 1024
STAFF_BODY_LIMIT = 25 * 1024 * 1024
PATH_LIMIT = 1_000
QUERY_LIMIT = 4_000
FIELDS_LIMIT = 200
# Bytes of one header; all together may have four times as many.
HEADER_LIMIT = 8 * 1024
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# The public site allows nothing inline; the Wagtail admin needs more and gets it in the middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

WAGTAILIMAGES_IMAGE_MODEL = "home.MarketImage"
WAGTAILDOCS_DOCUMENT_MODEL = "home.MarketDocument"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.admin.file_forms.MarketImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.admin.file_forms.MarketDocumentForm"
# Short films (home/videos.py); the whole form has to fit into STAFF_BODY_LIMIT.
VIDEO_MAX_BYTES = 20 * 1024 * 1024
VIDEO_MAX_SECONDS = 120
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "rtf", "csv", "txt", "ics",
]  # fmt: skip
# Through our own view wherever the files lie, and always to be saved: nothing uploaded is shown as a page of ours.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
# The first one serves the administration; the second keeps the index of the public search up (home/search).
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
    "public": {"BACKEND": "home.search.backend"},
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILAPI_LIMIT_MAX = 50

# Salesman: every model is our own from the first migration, and its URLs are not included anywhere.
SALESMAN_BASKET_MODEL = "shop.Basket"
SALESMAN_BASKET_ITEM_MODEL = "shop.BasketItem"
SALESMAN_ORDER_MODEL = "shop.Order"
SALESMAN_ORDER_ITEM_MODEL = "shop.OrderItem"
SALESMAN_ORDER_PAYMENT_MODEL = "shop.OrderPayment"
SALESMAN_ORDER_NOTE_MODEL = "shop.OrderNote"
SALESMAN_ORDER_STATUS = "shop.status.OrderStatus"
SALESMAN_PAYMENT_METHODS = [
    "shop.payments.OnlinePay",
    "shop.payments.BankTransfer",
    "shop.payments.PayOnPickup",
    "shop.payments.DeferredPay",
]
SALESMAN_ADMIN_REGISTER = False

# Online payment: the adapters there are, and the one that new payments go through (empty: not offered).
PAYMENT_GATEWAYS: dict[str, str] = {
    "p24": "shop.services.gateways.p24.Przelewy24",
    "payu": "shop.services.gateways.payu.PayU",
}
PAYMENT_PROVIDER = env.str("PAYMENT_PROVIDER", default="")
PAYMENT_KEYS, PAYMENT_NUMBERS = KEYS, NUMBERS
# The sandbox of a gateway is another address: https://sandbox.przelewy24.pl, https://secure.snd.payu.com.
P24_MERCHANT_ID = env.str("P24_MERCHANT_ID", default="")
P24_POS_ID = env.str("P24_POS_ID", default=P24_MERCHANT_ID)
P24_CRC_KEY = env.str("P24_CRC_KEY", default="")
P24_API_KEY = env.str("P24_API_KEY", default="")
P24_API_URL = env.str("P24_API_URL", default=PRODUCTION_URLS["P24_API_URL"])
PAYU_POS_ID = env.str("PAYU_POS_ID", default="")
PAYU_CLIENT_ID = env.str("PAYU_CLIENT_ID", default=PAYU_POS_ID)
PAYU_CLIENT_SECRET = env.str("PAYU_CLIENT_SECRET", default="")
PAYU_SECOND_KEY = env.str("PAYU_SECOND_KEY", default="")
PAYU_API_URL = env.str("PAYU_API_URL", default=PRODUCTION_URLS["PAYU_API_URL"])
# Our own imitation of both gateways, for development and tests; see market/simulator.
# InPost (ShipX): off without a token. Labels and lists of parcel lockers come from there; see docs/operations.md.
SHIPX_TOKEN = env.str("SHIPX_TOKEN", default="")
SHIPX_ORGANIZATION_ID = env.str("SHIPX_ORGANIZATION_ID", default="")
SHIPX_API_URL = env.str("SHIPX_API_URL", default="https://api-shipx-pl.easypack24.net")
SHIPX_SENDING_METHOD = env.str("SHIPX_SENDING_METHOD", default="parcel_locker")

PAYMENT_SIMULATOR = False
SIMULATOR_PORT = env.int("SIMULATOR_PORT", default=8010)
SIMULATOR_FILE = VAR_DIR / "payment-simulator.json"
# Sources for CSP's form-action on the pages whose forms lead to a payment page; see settings/payments.py.
PAYMENT_PAGE_ORIGINS: list[str] = []

# Electronic invoices: the adapter, its keys (empty: off, documents are sent by hand), and from when the duty holds.
KSEF_ADAPTER = "shop.services.papers.ksef_client.KsefClientAdapter"
KSEF_API_URL = env.str("KSEF_API_URL", default="")
KSEF_NIP = env.str("KSEF_NIP", default="")
KSEF_TOKEN = env.str("KSEF_TOKEN", default="")
KSEF_SELLER = env.str("KSEF_SELLER", default="other")

# /readyz: how long a task may be silent, whether one that never ran is wrong (production), bytes to be free on disks.
WORKER_SILENCE = datetime.timedelta(minutes=env.int("WORKER_SILENCE_MINUTES", default=30))
NIGHTLY_SILENCE = datetime.timedelta(hours=env.int("NIGHTLY_SILENCE_HOURS", default=36))
TASKS_EXPECTED = False
DISK_ROOM = env.int("DISK_ROOM_MB", default=1024) * 1024 * 1024

DEMO_LOGINS = False
# Width in pixels of the drawn demo pictures; tests take less.
DEMO_PICTURE_WIDTH = env.int("DEMO_PICTURE_WIDTH", default=1000)

LOGGING = logging_config("console")

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_NAMES = {"pl": _("Polish"), "en": _("English"), "uk": _("Ukrainian")}
