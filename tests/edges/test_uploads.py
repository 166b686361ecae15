"""Pictures and documents through every door of the administration: refused with words, or stored clean; never a 500."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from home.models import MarketDocument, MarketImage
from home.pictures import picture_clean
from shop.models import Product
from tests.edges.bad_pictures import GPS, PAYLOAD, REFUSED, bad_pictures, noisy, photo_with_place
from tests.factories import ensure_roots, make_category
from tests.shop.admin_people import client_of, make_person

pytestmark = pytest.mark.django_db

BAD = bad_pictures()


def upload(case: str) -> SimpleUploadedFile:
    name, build, _fate = BAD[case]
    return SimpleUploadedFile(name, build(), "image/jpeg")


def through_form(client, file, enterprise):
    response = client.post(reverse("wagtailimages:add"), {"title": "Obraz", "file": file})
    errors = response.context["form"].errors.get("file") if response.status_code == 200 else None
    return response, errors


def through_uploader(client, file, enterprise):
    """The uploader of many files; it answers in JSON."""
    response = client.post(
        reverse("wagtailimages:add_multiple"), {"title": "Obraz", "files[]": file}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    data = response.json()
    return response, None if data["success"] else data["error_message"]


def through_chooser(client, file, enterprise):
    response = client.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Obraz", "image-chooser-upload-file": file},
    )
    data = response.json()
    return response, None if data["step"] == "chosen" else data.get("htmlFragment", "refused")


def through_workshop(client, file, enterprise):
    data = {
        "title": "Świeca z wosku", "lead": "Pachnie.", "how_made": "Ręcznie.", "enterprise": enterprise.pk, "kind": "unique",
        "category": make_category().pk, "first_price": "30", "quantity": "1", "photo": file, "picture_alt": "Świeca.",
    }  # fmt: skip
    response = client.post(reverse("market_workshop_product"), data)
    errors = response.context["form"].errors.get("photo") if response.status_code == 200 else None
    return response, errors


DOORS = {
    "form": ("communications", through_form),
    "uploader": ("shop", through_uploader),
    "chooser": ("owner", through_chooser),
    "workshop": ("workshop", through_workshop),
}


@pytest.mark.parametrize("door", DOORS)
def test_twenty_one_bad_pictures_and_more(door, make_enterprise):
    """No answer is a 500; what is refused leaves no row and says why, what is taken is clean."""
    assert len(BAD) >= 21
    enterprise = make_enterprise()
    role, send = DOORS[door]
    client = client_of(make_person(role, enterprise=enterprise))
    for case, (_name, _build, fate) in BAD.items():
        MarketImage.objects.all().delete()
        goods = Product.objects.count()
        response, errors = send(client, upload(case), enterprise)
        assert response.status_code in {200, 302}, case
        if fate == REFUSED:
            assert errors, case
            assert not MarketImage.objects.exists(), case
            assert Product.objects.count() == goods, case
        else:
            assert not errors, case
            check_stored(case)


def check_stored(case: str) -> None:
    image = MarketImage.objects.get()
    data = image.file.read()
    name = image.file.name.rpartition("/")[2]
    assert len(name.partition(".")[0]) == 24, case
    assert "php" not in name, case
    assert "IMG" not in name, case
    assert PAYLOAD not in data, case
    assert b"Telefon" not in data, case
    with Image.open(io.BytesIO(data)) as saved:
        assert saved.mode in {"RGB", "RGBA"}, case
        assert not saved.getexif(), case
        assert not saved.getexif().get_ifd(GPS), case
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(saved.info), case
        assert (image.width, image.height) == saved.size, case
        saved.load()


def test_a_photograph_is_turned_upright():
    clean = picture_clean(io.BytesIO(photo_with_place()), filename="a.jpg")
    with Image.open(io.BytesIO(clean.data)) as saved:
        assert saved.size == (64, 96)


def test_sixteen_bits_are_scaled_not_cut():
    clean = picture_clean(io.BytesIO(BAD["sixteen-bits"][1]()), filename="a.png")
    with Image.open(io.BytesIO(clean.data)) as saved:
        shades = [saved.getpixel((column, 5))[0] for column in (0, 16, 32, 63)]
    assert shades == [0, 62, 125, 246]


def test_holes_of_a_png_stay_holes():
    data = io.BytesIO()
    Image.new("RGBA", (8, 8), (10, 20, 30, 0)).save(data, "PNG")
    with Image.open(io.BytesIO(picture_clean(data, filename="a.png").data)) as saved:
        assert saved.getpixel((4, 4))[3] == 0




def test_a_file_put_aside_by_the_uploader_is_clean_too():
    """When another field is wrong, Wagtail keeps the file for later; it must not keep it as it came."""
    ensure_roots()
    client = client_of(make_person("owner"))
    file = SimpleUploadedFile("IMG_0001.jpg", photo_with_place(), "image/jpeg")
    address = reverse("wagtailimages:add_multiple")
    answer = client.post(address, {"title": "x" * 400, "files[]": file}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["success"]
    kept = UploadedFile.objects.get()
    assert not MarketImage.objects.exists()
    assert "IMG" not in kept.file.name
    with Image.open(kept.file) as saved:
        assert not saved.getexif()
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[kept.pk])
    client.post(address, {f"uploaded-image-{kept.pk}-title": "Obraz"})
    check_stored("put aside")


def test_large_files_are_overwritten_on_disk(settings):
    """Above this size Django keeps an upload in a temporary file, which the storage moves as it is."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    ensure_roots()
    _response, errors = through_form(
        client_of(make_person("owner")), SimpleUploadedFile("a.jpg", photo_with_place(), "image/jpeg"), None
    )
    assert not errors
    check_stored("large")


def test_a_new_file_of_an_old_picture_is_clean():
    ensure_roots()
    client = client_of(make_person("owner"))
    through_form(client, SimpleUploadedFile("a.jpg", noisy("JPEG"), "image/jpeg"), None)
    image = MarketImage.objects.get()
    image.credit = "Jan Kowalski"
    image.licence = "CC BY 4.0"
    image.save()
    client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": "Nowy", "credit": image.credit, "licence": image.licence,
            "file": SimpleUploadedFile("b.jpg", photo_with_place(), "image/jpeg"),
        },
    )  # fmt: skip
    check_stored("new file")
    image.refresh_from_db()
    assert (image.title, image.credit, image.licence) == ("Nowy", "Jan Kowalski", "CC BY 4.0")


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
DOCUMENTS = [
    ("umowa.pdf", PDF, True),
    ("cennik.csv", b"nazwa;cena\nwazon;120\n", True),
    ("wzor.odt", b"PK\x03\x04rest", True),
    ("strona.html", b"<html><script>alert(1)</script>", False),
    ("rysunek.svg", b"<svg onload='alert(1)'/>", False),
    ("program.exe", b"MZ", False),
    ("umowa.pdf.html", PDF, False),
    ("umowa.pdf", b"<html><script>alert(1)</script>", False),
    ("cennik.csv", b"<script>alert(1)</script>", False),
    ("wzor.docx", b"MZ\x90", False),
    ("pusty.pdf", b"", False),
    ("bez-koncowki", PDF, False),
]


@pytest.mark.parametrize(("name", "data", "taken"), DOCUMENTS)
@pytest.mark.parametrize("door", ["form", "uploader"])
def test_documents_are_what_people_read(name, data, taken, door):
    ensure_roots()
    client = client_of(make_person("owner"))
    file = SimpleUploadedFile(name, data, "application/pdf")
    if door == "form":
        response = client.post(reverse("wagtaildocs:add"), {"title": "Dokument", "file": file})
        assert response.status_code == (302 if taken else 200)
    else:
        response = client.post(
            reverse("wagtaildocs:add_multiple"), {"title": "Dokument", "files[]": file}, headers={"x-requested-with": "XMLHttpRequest"}
        )
        assert response.status_code == 200
        assert response.json()["success"] is taken
    assert MarketDocument.objects.exists() is taken


@pytest.mark.parametrize("name", ["umowa.pdf", "cennik.csv", "Umowa „ą” \"x\".pdf"])
def test_documents_are_saved_never_shown(client, shop_tree, name):
    from django.core.files.base import ContentFile

    document = MarketDocument.objects.create(title="Umowa", file=ContentFile(PDF, name=name))
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert not response.cookies
