"""Parcel lockers: found by postcode, town, street or code; imported whole or not at all."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from shop.models import ParcelLocker
from shop.services.locker_import import LockersRefused, lockers_import, rows_of_file
from shop.services.lockers import lockers_near
from tests import factories

pytestmark = pytest.mark.django_db

CSV = (
    "code;street;postcode;city;place;opening_hours;latitude;longitude;easy_access\n"
    "POZ01M;ul. Garbary 41;61-868;Poznań;obok piekarni;24/7;52,40601;16,92501;tak\n"
    "LOD01M;ul. Zgierska 77;91-465;Łódź;;;;;\n"
)


@pytest.fixture
def table():
    rows = [
        ("POZ01M", "ul. Garbary 41", "61-868", "Poznań"),
        ("POZ02M", "ul. Głogowska 118", "60-243", "Poznań"),
        ("POZ03M", "os. Piastowskie 60", "61-149", "Poznań"),
        ("POZ04M", "ul. Starołęcka 47", "61-361", "Poznań"),
        ("LOD01M", "ul. Zgierska 77", "91-465", "Łódź"),
        ("RUD01M", "ul. Mickiewicza 6", "37-420", "Rudnik nad Sanem"),
    ]
    for code, street, postcode, city in rows:
        factories.make_locker(code, street=street, postcode=postcode, city=city)
    factories.make_locker("POZ09X", is_active=False)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("61-149", ["POZ03M", "POZ04M", "POZ01M"]),
        ("61150", ["POZ03M", "POZ04M", "POZ01M"]),
        ("kod 61-360, Poznań", ["POZ04M", "POZ03M", "POZ01M"]),
        # Nobody lives so near: the whole area of the first digit.
        ("37-001", ["RUD01M"]),
        ("Poznań", ["POZ02M", "POZ03M", "POZ04M", "POZ01M"]),
        ("  POZNAN ", ["POZ02M", "POZ03M", "POZ04M", "POZ01M"]),
        ("lodz", ["LOD01M"]),
        ("Łódź", ["LOD01M"]),
        ("poznań garbary", ["POZ01M"]),
        ("poznań nieznana", ["POZ02M", "POZ03M", "POZ04M", "POZ01M"]),
        ("rudnik nad sanem", ["RUD01M"]),
        ("rudnik", ["RUD01M"]),
        ("poz01m", ["POZ01M"]),
        ("POZ09X", []),
        ("Atlantyda", []),
        ("10-001", []),
        ("", []),
        ("%", []),
        ("???", []),
    ],
)
def test_lockers_are_found(table, query, codes):
    found, count = lockers_near(query=query)
    assert ([locker.code for locker in found], count) == (codes, len(codes))


def test_a_long_list_is_cut_and_counted(table):
    found, count = lockers_near(query="Poznań", most=2)
    assert ([locker.code for locker in found], count) == (["POZ02M", "POZ03M"], 4)


def test_a_csv_file_is_imported_and_again_changes_nothing():
    done = lockers_import(rows=rows_of_file(CSV.encode(), name="lista.csv"))
    assert (done.added, done.changed, done.unchanged, done.closed) == (2, 0, 0, 0)
    locker = ParcelLocker.objects.get(code="POZ01M")
    assert (locker.street, locker.city_folded, str(locker.latitude), locker.easy_access) == (
        "ul. Garbary 41", "poznan", "52.40601", True,
    )  # fmt: skip
    again = lockers_import(rows=rows_of_file(CSV.encode("utf-8-sig"), name="LISTA.CSV"))
    assert (again.added, again.changed, again.unchanged, again.closed) == (0, 0, 2, 0)
    assert ParcelLocker.objects.count() == 2


def test_what_is_missing_goes_out_of_use_and_comes_back():
    lockers_import(rows=rows_of_file(CSV.encode(), name="a.csv"))
    head, first, _second = CSV.splitlines()
    done = lockers_import(rows=rows_of_file(f"{head}\n{first}\n".encode(), name="a.csv"))
    assert (done.unchanged, done.closed) == (1, 1)
    assert not ParcelLocker.objects.get(code="LOD01M").is_active
    back = lockers_import(rows=rows_of_file(CSV.encode(), name="a.csv"))
    assert (back.changed, back.unchanged) == (1, 1)
    assert ParcelLocker.objects.get(code="LOD01M").is_active


def test_points_of_shipx_are_read_others_left_out():
    def point(name, **values):
        return {
            "name": name,
            "type": ["parcel_locker"],
            "status": "Operating",
            "location": {"longitude": 16.9, "latitude": 52.4},
            "location_description": "obok piekarni",
            "opening_hours": "24/7",
            "address_details": {"city": "Poznań", "post_code": "61-868", "street": "Garbary", "building_number": "41"},
            "easy_access_zone": True,
        } | values

    points = [point("POZ01M"), point("POP-1", type=["pop"]), point("POZ02M", status="Disabled")]
    done = lockers_import(rows=rows_of_file(json.dumps({"items": points}).encode(), name="p.json"))
    assert done.added == 1
    assert ParcelLocker.objects.get().address == "Garbary 41, 61-868 Poznań"


@pytest.mark.parametrize(
    ("name", "content", "faults"),
    [
        ("a.csv", CSV + "LOD01M;x;91-465;Łódź;;;;;\n", ["Wiersz 4: LOD01M występuje dwa razy."]),
        (
            "a.csv",
            CSV + "!;;9;;;;north;;\n",
            [
                "Wiersz 4: „!” to nie kod paczkomatu; „9” to nie kod pocztowy; brakuje pola „ulica i numer”; brakuje pola "
                "„miejscowość”; pole „szerokość geograficzna” nie jest liczbą stopni."
            ],
        ),
        ("a.csv", CSV.splitlines()[0], ["W pliku nie ma żadnego paczkomatu."]),
        ("a.csv", "a,b\n1,2\n", ["Pierwszy wiersz musi nazywać kolumny; brakuje: code, street, postcode, city."]),
        ("a.json", '{"items": 1}', ["W pliku nie ma listy punktów pod „items”."]),
        ("a.json", "[1]", None),
        ("a.json", "{", None),
        ("a.csv", b"\xff\xfe\x00", None),
    ],
)
def test_a_bad_file_is_refused_whole_and_every_fault_told(table, name, content, faults):
    before = list(ParcelLocker.objects.values())
    content = content.encode() if isinstance(content, str) else content
    with translation.override("pl"), pytest.raises(LockersRefused) as caught:
        lockers_import(rows=rows_of_file(content, name=name))
    if faults is not None:
        assert caught.value.faults == faults
    assert list(ParcelLocker.objects.values()) == before


def test_the_command_imports_a_file(tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text(CSV)
    out = StringIO()
    call_command("import_lockers", str(file), stdout=out)
    assert ParcelLocker.objects.count() == 2
    assert "2" in out.getvalue()


@pytest.mark.parametrize("arguments", [[], ["nothing.csv"], ["--shipx"], ["a.csv", "--shipx"]])
def test_the_command_says_what_it_lacks(arguments):
    with pytest.raises(CommandError):
        call_command("import_lockers", *arguments)
    assert not ParcelLocker.objects.exists()
