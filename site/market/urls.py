"""Addresses of the whole house; see docs/architecture.md for the rooms."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from home.views import search_suggestions, search_view, video_captions
from shop.views import feeds
from shop.views.payments import payment_message

from . import views
from .api import api_router
from .media import media
from .sitemaps import PageSitemap

handler404 = "market.views.page_not_found"
handler400 = "market.views.bad_request"
handler500 = "market.views.server_error"

urlpatterns = [
    # Wagtail's page that fails on purpose: an error that nobody made would ring the alarm.
    path("admin/failwhale/", views.not_found),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's own routes for readers who log in are left out: no page is private, and there is one door for the staff.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    path("dokumenty/", include(wagtaildocs_urls)),
    path("api/v2/", api_router.urls),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/favicon.ico")),
    path("feeds/google.xml", feeds.google, name="feed_google"),
    path("feeds/ceneo.xml", feeds.ceneo, name="feed_ceneo"),
    path("filmy/<int:pk>/<slug:language>.vtt", video_captions, name="video_captions"),
    path("platnosci/<slug:provider>/powiadomienie/", payment_message, name="payment_message"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

if settings.DEBUG:
    urlpatterns.append(path(f"{settings.MEDIA_URL.lstrip('/')}<path:path>", media))

urlpatterns += i18n_patterns(
    path("szukaj/", search_view, name="search"),
    path("szukaj/podpowiedzi/", search_suggestions, name="search_suggestions"),
    path("", include("shop.urls")),
    path("", include("stories.urls")),
    re_path(serve_pattern, serve, name="wagtail_serve"),
    prefix_default_language=False,
)
