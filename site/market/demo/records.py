"""Demo records: vocabularies, funders, settings, enterprises, terms, figures, goods. Safe to run again."""

import datetime
import unicodedata
from decimal import Decimal
from zlib import crc32

from django.utils import timezone
from wagtail.models import Site

from goodpractices.models import Figure, GlossaryTerm, Industry
from home.models import Funder, Sdg, SiteSettings
from shop.models import (
    Category,
    DeliveryMethod,
    DeliveryRate,
    Gate,
    Material,
    Occasion,
    ParcelLocker,
    PersonalisationField,
    PriceChange,
    Product,
    ProductCompliance,
    SetComponent,
)
from shop.models.legal_fields import fibres_parse
from shop.services import prices, stock
from shop.services.lines import WITHOUT_STOCK
from shop.services.locker_import import lockers_import, rows_of_file
from stories.models import Certificate, Enterprise, Technique

from . import source

FOOTER_FUNDERS = ("operator",)


def fold(name: str) -> str:
    """`warmińsko-mazurskie` → `warminsko-mazurskie`: codes of voivodeships are their names without accents."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return plain.encode("ascii", "ignore").decode()


def make_vocabularies() -> None:
    """Techniques, materials, categories, occasions, industries, funders, deliveries, development goals."""
    vocab = source.read("vocab.toml")
    names = ("name", "name_en", "name_uk")
    for model, key in ((Technique, "technique"), (Material, "material"), (Industry, "industry")):
        for row in vocab.get(key, []):
            model.objects.get_or_create(code=row["code"], defaults={name: row[name] for name in names})
    for row in source.read("industries.toml")["industry"]:
        Industry.objects.get_or_create(code=row["code"], defaults={name: row[name] for name in names})
    for number, row in enumerate(vocab["category"]):
        Category.objects.get_or_create(
            code=row["code"],
            defaults={
                **{name: row[name] for name in names},
                "gate": row.get("gate", Gate.NONE),
                "sort_order": number,
            },
        )
    for number, row in enumerate(vocab["occasion"]):
        Occasion.objects.get_or_create(
            code=row["code"], defaults={**{name: row[name] for name in names}, "sort_order": number}
        )
    for number, row in enumerate(vocab["funder"]):
        Funder.objects.get_or_create(
            code=row["code"],
            defaults={
                **{name: row[name] for name in names},
                "kind": row["kind"] if row["kind"] in Funder.Kind.values else Funder.Kind.OTHER,
                "url": row.get("url", ""),
                "mark": f"{row['code']}.svg",
                "in_footer": row["kind"] in FOOTER_FUNDERS or row["code"] in ("efs", "rops"),
                "sort_order": number,
            },
        )
    for number, row in enumerate(vocab["delivery"]):
        method, created = DeliveryMethod.objects.get_or_create(
            code=row["code"],
            defaults={
                **{name: row[name] for name in names},
                **{f"description{suffix}": row[f"description{suffix}"] for suffix in ("", "_en", "_uk")},
                "price": Decimal(row["price"]),
                **{name: Decimal(row[name]) for name in ("oversize_price", "free_from") if name in row},
                "kind": row["kind"],
                "sort_order": number,
            },
        )
        if created:
            DeliveryRate.objects.bulk_create(
                DeliveryRate(method=method, **{**rate, "price": Decimal(rate["price"])}) for rate in row.get("rates", [])
            )
    for row in source.read("sdgs.toml")["sdg"]:
        Sdg.objects.get_or_create(number=row["number"], defaults={name: row[name] for name in names})


def make_lockers() -> None:
    """Invented parcel lockers, through the same door as a real list; a list that is there already stays."""
    if not ParcelLocker.objects.exists():
        content = (source.CONTENT / "lockers.json").read_bytes()
        lockers_import(rows=rows_of_file(content, name="lockers.json"))


def make_settings() -> None:
    """Facts about the operator, on the default site; an editor's later changes stay."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    if not settings.operator_name:
        for name, value in source.read("settings.toml").items():
            setattr(settings, name, value)
        settings.full_clean()
        settings.save()


def make_enterprises() -> dict[str, Enterprise]:
    """Enterprises by key, with techniques, certificates and who packs for them."""
    made = {}
    fresh: set[str] = set()
    content = source.read_all("enterprises")
    for key, data in content.items():
        record = data["record"]
        plain = "name kind running_body street postcode city email phone website opening_hours tax_status nip krs regon"
        enterprise, created = Enterprise.objects.get_or_create(
            code=key,
            defaults={
                **{name: record.get(name, "") for name in plain.split()},
                "voivodeship": fold(record["voivodeship"]),
                "latitude": Decimal(str(record["lat"])),
                "longitude": Decimal(str(record["lon"])),
                "founded": record["founded"],
                "people": record["people"],
                "people_as_of": record["people_as_of"],
                "groups": record.get("groups", []),
            },
        )
        if created:
            enterprise.techniques.set(Technique.objects.filter(code__in=record["techniques"]))
            enterprise.full_clean()
            enterprise.save()
            for row in record.get("certificates", []):
                Certificate.objects.create(enterprise=enterprise, **row)
        made[key] = enterprise
        fresh |= {key} if created else set()
    for key in fresh:
        if packer := content[key]["record"].get("packed_by"):
            made[key].packed_by = made[packer]
            made[key].full_clean()
            made[key].save()
    return made


def make_terms() -> dict[str, GlossaryTerm]:
    """Identities of the glossary terms by key."""
    made = {}
    content = source.read_all("terms")
    for key, data in content.items():
        record = data["record"]
        made[key], _ = GlossaryTerm.objects.get_or_create(
            code=key,
            defaults={
                "abbreviation": record["abbr"],
                "legal_basis": record["legal_basis"],
                "legal_url": record.get("legal_url", ""),
                "checked_on": record["checked_on"],
                "sources": as_text(record.get("sources", "")),
            },
        )
    for key, data in content.items():
        made[key].related.add(*(made[other] for other in data["record"].get("related", [])))
    return made


def as_text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def make_figures() -> dict[str, Figure]:
    """The register of figures by key."""
    made = {}
    content = source.read_all("figures")
    for number, (key, data) in enumerate(content.items()):
        record = data["record"]
        words = [f"{name}{suffix}" for name in ("name", "unit") for suffix in ("", "_en", "_uk")]
        made[key], _ = Figure.objects.get_or_create(
            code=key,
            defaults={
                **{name: record.get(name, "") for name in words},
                **{
                    f"note{s}": data.get(lang, {}).get("note", "")
                    for s, lang in (("", "pl"), ("_en", "en"), ("_uk", "uk"))
                },
                "value": Decimal(record["value"]),
                "value_from": Decimal(record["value_from"]) if record.get("value_from") else None,
                "approximate": record["approx"],
                "as_of": record["as_of"],
                "as_of_label": record.get("as_of_label", ""),
                "source": record["source"],
                "source_url": record.get("source_url", ""),
                "historical": record["historical"],
                "sort_order": number,
            },
        )
    for key, data in content.items():
        if other := data["record"].get("compare_with"):
            Figure.objects.filter(code=key, compare_with=None).update(compare_with=made[other])
    return made


def make_products(enterprises: dict[str, Enterprise]) -> dict[str, Product]:
    """Goods by code. Prices and stock come through the services, so that ledger and price history begin here."""
    made = {}
    categories = {category.code: category for category in Category.objects.all()}
    # The newest stand first in the shop: mixed, so that the first shelf shows every kind of good.
    goods = sorted(
        source.read_all("products").values(), key=lambda data: crc32(data["record"]["code"].encode())
    )
    for data in goods:
        record = data["record"]
        before = record.get("price_before") or ""
        product, created = Product.objects.get_or_create(
            code=record["code"],
            defaults={
                "name": data["pl"]["title"],
                "enterprise": enterprises[record["enterprise"]],
                "category": categories[record["category"]],
                "kind": record["kind"],
                "price": Decimal(before or record["price"]),
                **{
                    name: record[name] or None
                    for name in ("width_mm", "height_mm", "depth_mm", "diameter_mm", "weight_g")
                },
                "packed_size": record.get("packed_size", ""),
                "made_in_year": record["year"],
                **{name: record.get(name) for name in ("lead_time_days", "set_least", "set_most")},
                **_variant_names(record.get("variant", [])),
                **_legal_columns(record.get("legal", {})),
            },
        )
        if created:
            product.techniques.set(Technique.objects.filter(code__in=record["techniques"]))
            product.materials.set(Material.objects.filter(code__in=record["materials"]))
            product.occasions.set(Occasion.objects.filter(code__in=record.get("occasions", [])))
            product.sdgs.set(Sdg.objects.filter(number__in=record.get("sdgs", [])))
            product.save()
            _write_legal_data(product, record.get("legal", {}))
            _price_history(product, record, bool(before))
            _stock(product, record["stock"])
            _wishes(product, record.get("wishes", []))
        made[product.code] = product
    for data in goods:
        _parts(made[data["record"]["code"]], data["record"].get("parts", []))
        _variants(made[data["record"]["code"]], data["record"].get("variants", []))
    return made


def _stock(product: Product, pieces: int) -> None:
    """Pieces on the shelf; a good of which none is left has had one."""
    if product.kind in WITHOUT_STOCK:
        return
    stock.stock_receive(product=product, quantity=max(pieces, 1), note="Stan początkowy demonstracji")
    if pieces == 0:
        stock.stock_correct(product=product, on_hand=0, by=None, note="Sprzedane na kiermaszu")


def _wishes(product: Product, rows: list[dict]) -> None:
    for place, row in enumerate(rows):
        choices = "\n".join(row.get("choices", []))
        facts = {**row, "choices": choices, "surcharge": Decimal(row["surcharge"]), "sort_order": place}
        PersonalisationField.objects.create(product=product, **facts)


def _parts(gift_set: Product, rows: list[list]) -> None:
    """[[code of the part, pieces], …]"""
    if gift_set.components.exists():
        return
    for place, (code, pieces) in enumerate(rows):
        part = Product.objects.get(code=code)
        SetComponent.objects.create(gift_set=gift_set, product=part, quantity=pieces, sort_order=place)


def _variants(main: Product, rows: list[dict]) -> None:
    for row in rows:
        if Product.objects.filter(code=row["code"]).exists():
            continue
        names = _variant_names(row["name"])
        variant = Product(
            code=row["code"],
            name=f"{main.name}, {row['name'][0]}",
            enterprise=main.enterprise,
            category=main.category,
            kind=main.kind,
            variant_of=main,
            price=Decimal(row["price"]),
            weight_g=main.weight_g,
            made_in_year=main.made_in_year,
            **names,
        )
        variant.techniques = list(main.techniques.all())
        variant.materials = list(main.materials.all())
        variant.save()
        prices.price_set(product=variant, price=variant.price, at=timezone.now() - datetime.timedelta(days=90))
        _stock(variant, row["stock"])


def _variant_names(names: list[str]) -> dict[str, str]:
    """[Polish, English, Ukrainian] as the fields of a product."""
    return dict(zip(("variant_name", "variant_name_en", "variant_name_uk"), names, strict=False))


def _legal_columns(legal: dict) -> dict:
    """Columns of the product itself from the table `legal` of its record."""
    columns = {name: legal[name] for name in ("gate", "net_unit", "withdrawal_exception") if name in legal}
    return columns | ({"net_quantity": Decimal(str(legal["net_quantity"]))} if "net_quantity" in legal else {})


def _write_legal_data(product: Product, legal: dict) -> None:
    """What the gate of the good asks for; the rest of the table `legal`."""
    names = {field.name for field in ProductCompliance._meta.get_fields()} & set(legal)
    data = {name: legal[name] for name in names}
    if "fibres" in data:
        data["fibres"] = fibres_parse(data["fibres"])
    if data:
        ProductCompliance.objects.create(product=product, **data)


def _price_history(product: Product, record: dict, reduced: bool) -> None:
    """On sale for ninety days; a reduced good has been so for the given number of days."""
    now = timezone.now()
    PriceChange.objects.filter(product=product).delete()
    prices.price_set(product=product, price=product.price, at=now - datetime.timedelta(days=90))
    if reduced:
        at = now - datetime.timedelta(days=record["reduced_days_ago"])
        prices.price_reduce(product=product, price=Decimal(record["price"]), at=at)
