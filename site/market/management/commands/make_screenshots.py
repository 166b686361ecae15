"""Pictures for README and the editors' guide, taken with Chromium from a running copy of the demo."""

import io
import os
import shutil
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer
from django.urls import reverse
from PIL import Image

from market.demo.people import PASSWORD
from shop.models import Order, ProductPage
from shop.services.secrets import order_secret
from stories.models import StoryPage

FOLDER = settings.ROOT_DIR / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
COLOURS = 64
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """The command says itself what it does."""


class Command(BaseCommand):
    help = "Takes the pictures of README and of the editors' guide anew into docs/screenshots (needs Chromium)."

    def add_arguments(self, parser):
        parser.add_argument("--only", default="", help="take only pictures whose name begins with this")

    def handle(self, *args, **options):
        from playwright.sync_api import sync_playwright

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        if not chromium:
            raise CommandError("No Chromium found; CHROMIUM=/path/to/it names one.")
        if not Order.objects.exists():
            raise CommandError("Load the demo first (make demo).")
        FOLDER.mkdir(parents=True, exist_ok=True)
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.only = options["only"]
        with sync_playwright() as playwright:
            self.browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            self.take_site()
            self.take_admin()
            self.browser.close()
        server.shutdown()

    def context(self, viewport, **options):
        return self.browser.new_context(
            viewport=viewport, locale="pl-PL", reduced_motion="reduce", base_url=self.address, **options
        ).new_page()

    def take_site(self) -> None:
        product = ProductPage.objects.live().get(locale__language_code="pl", product__code="CER-009")
        story = StoryPage.objects.live().filter(locale__language_code="pl").order_by("-published_on").first()
        order = Order.objects.filter(status="PROCESSING").first() or Order.objects.first()
        desk = self.context(DESK)
        for name, path in {
            "home": "/",
            "shop": "/sklep/",
            "product": product.url,
            "story": story.url,
            "knowledge": "/baza-wiedzy/",
            "confirmation": f"/zamowienie/status/{order_secret(order=order)}/",
        }.items():
            self.take(desk, name, path)
        self.take(self.context(PHONE, color_scheme="dark"), "phone-dark", product.url)

    def take_admin(self) -> None:
        """What the editors' guide shows, as each role sees it."""
        pages = {
            "redakcja": {"start": "/admin/", "historie": self.edit_url(StoryPage)},
            "sklep": {
                "zamowienia": reverse("orders:index"),
                "zamowienie": reverse("orders:edit", args=[Order.objects.order_by("-pk").first().pk]),
                "towary": reverse("wagtailsnippets_shop_product:list"),
                "strona-towaru": self.edit_url(ProductPage),
            },
            "warsztat": {"pracownia": "/admin/"},
        }
        for login, pictures in pages.items():
            page = self.context(DESK)
            page.goto("/admin/login/")
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/admin/")
            for name, path in pictures.items():
                self.take(page, f"redakcja-{name}", path)

    def edit_url(self, model) -> str:
        page = model.objects.live().filter(locale__language_code="pl").order_by("pk").first()
        return f"/admin/pages/{page.pk}/edit/"

    def take(self, page, name: str, path: str) -> None:
        if not name.startswith(self.only):
            return
        response = page.goto(path)
        if response is None or response.status != 200:
            raise CommandError(f"{name}: {path} answers {response and response.status}")
        page.wait_for_load_state("networkidle")
        size = save_small(page.screenshot(), FOLDER / f"{name}.png")
        self.stdout.write(f"  {name}.png  {size // 1024} kB")


def save_small(data: bytes, path: Path) -> int:
    """Fewer colours: a fifth of the bytes, and the eye hardly sees it."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size
