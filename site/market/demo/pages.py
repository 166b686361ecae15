"""The Polish pages of the demo. First each page is put into the tree, so that texts can link to any other; then each
gets its words and is published. A page that exists already is left as it is: an editor's changes win."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from wagtail.models import Locale, Page, Site

from goodpractices.models import Figure
from home.models import HomePage, Video
from shop.models import Category, CategoryPage, Product
from stories.models import StoryPage

from . import source
from .kinds import KINDS, Kind, common, no_facts, with_body
from .markup import Markup
from .pictures import PictureBook


@dataclass
class Entry:
    """A page under construction."""

    kind: Kind
    key: str
    data: dict
    page: Page
    is_new: bool


@dataclass
class Builder:
    """State of one run: what is in the tree, and how texts become blocks."""

    pictures: PictureBook
    owner: Any = None
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self):
        self.markup = Markup(self.resolve_page, self.resolve_embed)
        self.polish = Locale.objects.get(language_code="pl")

    # What texts and facts refer to

    def resolve_page(self, kind: str, key: str) -> int:
        """Primary key of the Polish page that a text calls `kind:key`."""
        kind, key = {"shop": ("room", "sklep")}.get(kind, (kind, key))
        return self.pages[kind, key].pk

    def resolve_embed(self, kind: str, key: str) -> int:
        if kind == "product":
            return self.products[key].pk
        if kind == "figure":
            return Figure.objects.get(code=key).pk
        if kind == "video":
            return self.videos[key].pk
        return self.pictures.image(key).pk

    def stream(self, words: dict, name: str, seed: str) -> list[dict]:
        return self.markup.stream(words.get(name, ""), f"{seed}:{name}")


# Building


def home_words(builder: Builder, key: str, words: dict) -> dict:
    doors = [f"{door}_{part}" for door in ("shop", "stories", "knowledge") for part in ("title", "text")]
    return with_body("hero_title", "figure_text", *doors)(builder, key, words)


def make_home(builder: Builder, data: dict) -> Entry:
    """The Polish home page as root of the default site; replaces Wagtail's welcome page."""
    home = HomePage.objects.filter(locale=builder.polish).first()
    is_new = home is None
    if is_new:
        words = data["pl"]
        root = Page.objects.get(depth=1)
        home = root.add_child(
            instance=HomePage(title=words["title"], slug="start", locale=builder.polish, owner=builder.owner)
        )
        site = Site.objects.get(is_default_site=True)
        welcome = site.root_page
        site.root_page, site.site_name = home, "Market Społeczny"
        site.save()
        welcome.delete()
    home_kind = Kind("page", "pages", HomePage, "", no_facts, home_words)
    return Entry(home_kind, "home", data, home, is_new or home.latest_revision_id is None)


def make_rooms(builder: Builder, home: Page) -> list[Entry]:
    """The list pages of all rooms, in the order of the navigation."""
    entries = []
    for key, data in source.read("rooms.toml").items():
        model = apps.get_model(data["type"])
        parent = builder.pages["room", data["parent"]] if data.get("parent") else home
        kind = Kind("room", "", model, "", no_facts, common)
        entry = place(builder, kind, key, data, parent, show_in_menus=not data.get("parent"))
        entries.append(entry)
        if key == "sklep":
            entries += make_categories(builder, entry.page)
    return entries


def make_categories(builder: Builder, shop: Page) -> list[Entry]:
    entries = []
    for row in source.read("vocab.toml")["category"]:
        words = {
            language: {
                "title": row[f"name{suffix}"],
                "slug": row["code"] if language == "pl" else row.get(f"slug{suffix}", row["code"]),
                "lead": row[f"intro{suffix}"],
            }
            for language, suffix in (("pl", ""), ("en", "_en"), ("uk", "_uk"))
        }
        kind = Kind(
            "category",
            "",
            CategoryPage,
            "",
            lambda b, k, r: {"category": Category.objects.get(code=k)},
            common,
        )
        entries.append(place(builder, kind, row["code"], words, shop))
    return entries


def place(builder: Builder, kind: Kind, key: str, data: dict, parent: Page, **attributes) -> Entry:
    """Put a page into the tree as a draft, with a first stand-in for its text; nothing if it is there."""
    slug = data["pl"]["slug"]
    page = kind.model.objects.child_of(parent).filter(slug=slug).first()
    is_new = page is None
    if is_new:
        words = {"title": data["pl"]["title"], "slug": slug}
        facts = kind.facts(builder, key, data.get("record", {}))
        many = {name: value for name, value in facts.items() if isinstance(value, list)}
        plain = {name: value for name, value in facts.items() if name not in many}
        page = kind.model(
            **words, **plain, **attributes, live=False, locale=builder.polish, owner=builder.owner
        )
        # Only the words are missing: they may link to pages that come later, so validation waits for them.
        page.full_clean = lambda *args, **kwargs: None
        page = parent.add_child(instance=page)
        del page.full_clean
        for name, value in many.items():
            setattr(page, name, value)
    builder.pages[kind.name, key] = page
    # A page without a revision was left unfinished by a run that broke off.
    return Entry(kind, key, data, page, is_new or page.latest_revision_id is None)


def apply(builder: Builder, page: Page, attributes: dict) -> None:
    for name, value in attributes.items():
        block = getattr(type(page), name, None)
        if isinstance(value, list) and hasattr(getattr(block, "field", None), "stream_block"):
            value = block.field.stream_block.to_python(value)
        setattr(page, name, value)


def ask_pictures(builder: Builder, entry_kind: str, key: str, data: dict) -> None:
    """Put the drawings of a page on the list: its opening picture, its gallery, those inside its text."""
    record = data.get("record", {})
    title = data["pl"]["title"]
    seed = record.get("code", key)
    if "picture" in record:
        builder.pictures.ask(f"{entry_kind}/{key}", record["picture"], seed, title)
    for number, spec in enumerate(record.get("gallery", [])):
        builder.pictures.ask(f"{key}#{number}", spec, seed, f"{title} ({number + 2})")


def build(builder: Builder) -> list[Entry]:
    """Make all Polish pages that are missing; gives every entry, old ones too."""
    contents = {kind.name: source.read_all(kind.folder) for kind in KINDS}
    for name, content in contents.items():
        for key, data in content.items():
            ask_pictures(builder, name, key, data)
    builder.pictures.draw_all()

    home = make_home(builder, contents["page"].pop("home"))
    entries = [home, *make_rooms(builder, home.page)]
    for kind in KINDS:
        parent = builder.pages["room", kind.parent] if kind.parent else home.page
        entries += [place(builder, kind, key, data, parent) for key, data in contents[kind.name].items()]
    for entry in entries:
        if entry.is_new:
            finish(builder, entry)
    builder.entries = entries
    return entries


def finish(builder: Builder, entry: Entry) -> None:
    """Give a placed page its words and picture, and publish it."""
    page = entry.page
    apply(builder, page, entry.kind.words(builder, entry.key, entry.data["pl"]))
    key = f"{entry.kind.name}/{entry.key}"
    if key in builder.pictures.jobs:
        page.picture = builder.pictures.image(key)
    if entry.key == "home":
        figure = Figure.objects.get(code=entry.data["record"]["figure"])
        stream = [
            {"type": "figure", "value": {"figure": figure.pk}, "id": "00000000-0000-4000-8000-000000000001"}
        ]
        apply(builder, page, {"featured_figure": stream})
    if entry.kind.name == "product":
        _link_stories(builder, entry)
    revision = page.save_revision(user=builder.owner, changed=False)
    revision.publish(user=builder.owner, skip_permission_checks=True)
    page.refresh_from_db()
    if isinstance(page, StoryPage):
        _link_products(builder, entry)


def _link_stories(builder: Builder, entry: Entry) -> None:
    product = builder.products[entry.data["record"]["code"]]
    stories = [builder.pages["story", key] for key in entry.data["record"].get("stories", [])]
    if stories:
        product.stories.add(*stories)
        product.save()


def _link_products(builder: Builder, entry: Entry) -> None:
    for code in entry.data["record"].get("products", []):
        product = builder.products[code]
        product.stories.add(entry.page)
        product.save()
