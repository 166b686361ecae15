"""What holds for the code as a whole: floors, style, templates, locks, settings."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# None of it depends on the database.
pytestmark = pytest.mark.style

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SOURCES = (".py", ".html", ".css", ".js", ".txt", ".toml", ".md", ".yml", ".yaml", ".cfg", ".po", "")
LONGEST = 420
#: One subject each, longer than others on purpose.
LONGER = {"site/market/demo/pages.py": 460}
PRODUCTION = {
    "SECRET_KEY": "f1a0c7d45be94e6d8b1df0a9a3c2e7715b6c8d9e0f1a2b3c4d5e6f708192a3b4",
    "ALLOWED_HOSTS": "market.example.org",
    "BASE_URL": "https://market.example.org",
    "DATABASE_URL": "sqlite:////nonexistent/market.sqlite3",
    "EMAIL_URL": "smtp://mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Market <kontakt@market.example.org>",
}


#: What a shop with online payment sets besides.
P24 = {
    "PAYMENT_PROVIDER": "p24",
    "P24_MERCHANT_ID": "123456",
    "P24_CRC_KEY": "f1a0c7d45be94e6d",
    "P24_API_KEY": "8b1df0a9a3c2e7715b6c8d9e0f1a2b3c",
}
PAYU = {
    "PAYMENT_PROVIDER": "payu",
    "PAYU_POS_ID": "145227",
    "PAYU_CLIENT_SECRET": "12f071174cb7eb79",
    "PAYU_SECOND_KEY": "13a980d4f851f3d9",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    # The browser tests of the same run set this variable; a deployment would be refused with it, and rightly.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**inherited, **environment}
    )


def clean(done: subprocess.CompletedProcess) -> None:
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def tracked() -> list[Path]:
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z").stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        if path.suffix in SOURCES and "fonts" not in path.parts:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
    return found


def test_imports_run_one_way():
    clean(run(str(BIN / "lint-imports"), PYTHONPATH=f"{ROOT}:{ROOT / 'site'}", DJANGO_SETTINGS_MODULE="market.settings.test"))


def test_python_is_clean():
    clean(run(str(BIN / "ruff"), "check", "."))


def test_templates_are_clean():
    clean(run(str(BIN / "djlint"), "templates", "--lint", "--quiet"))


def test_migrations_tell_the_whole_schema():
    """Of our apps and of every other: nothing may write migrations into an installed package."""
    clean(run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", DJANGO_SETTINGS_MODULE="market.settings.test"))


def test_site_is_a_source_root_and_no_package():
    """`site` is a module of Python's standard library; a package of that name would hide it."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_file_is_longer_than_a_subject():
    bad = {}
    for name, text in texts():
        code = name.endswith((".py", ".html", ".css", ".js")) and "/migrations/" not in name
        if code and (lines := text.count("\n")) > LONGER.get(name, LONGEST):
            bad[name] = lines
    assert bad == {}


def test_nothing_is_left_undone_in_the_tree():
    # The words are put together here, so that this file does not hold them itself.
    marks = re.compile("|".join((r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bNotImplemented" + "Error", "[Ll]orem " + "ipsum",
                                 r"mark\.(skip|x" + "fail)", r"pytest\.sk" + r"ip\(")))
    assert [(name, match[0]) for name, text in texts() for match in marks.finditer(text)] == []


def test_no_file_names_an_index_or_a_machine():
    hosts = re.compile("|".join((r"\bpy" + r"pi\.(org|python)", "python" + "hosted", r"registry\.np" + "mjs", r"deb\.deb" + "ian",
                                 r"--(extra-)?ind" + "ex-url", "--find" + "-links", r"(?<![\w.$])/(wo" + r"rk|ro" + "ot)/")))
    assert [(name, match[0]) for name, text in texts() for match in hosts.finditer(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_pin_every_package_with_its_hashes(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"^--?[a-z]", text, re.MULTILINE)
    entries = re.split(r"\n(?=[a-zA-Z0-9])", text.strip())
    assert len(entries) > 40
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_locks_agree():
    """The run-time lock is a part of the developers' one."""
    pins = {
        name: set(re.findall(r"^([a-zA-Z0-9._-]+(?:\[[^\]]*\])?==[^ \\]+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    }
    assert pins["requirements.txt"] - pins["requirements-dev.txt"] == set()


def test_production_passes_the_deployment_check():
    done = run(
        sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        DJANGO_SETTINGS_MODULE="market.settings.production", **PRODUCTION,
    )
    clean(done)
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_refuses_to_start_without(missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    kept = {name: value for name, value in os.environ.items() if name not in PRODUCTION}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**kept, **environment, "DJANGO_SETTINGS_MODULE": "market.settings.production"},
    )
    assert done.returncode != 0
    assert missing in done.stderr


def start(**environment: str) -> subprocess.CompletedProcess:
    """`manage.py check --deploy` under production settings; nothing of a gateway comes from outside of the test."""
    names = ("PAYMENT_PROVIDER", "P24_", "PAYU_", "PAYMENT_SIMULATOR", "SIMULATOR_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    kept.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**kept, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "market.settings.production", **environment},
    )


@pytest.mark.parametrize("gateway", [P24, PAYU], ids=["p24", "payu"])
def test_production_starts_with_a_gateway(gateway):
    clean(start(**gateway))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"PAYMENT_PROVIDER": "stripe"}, "PAYMENT_PROVIDER"),
        ({"P24_CRC_KEY": ""}, "P24_CRC_KEY"),
        ({"P24_API_URL": "http://127.0.0.1:8010"}, "P24_API_URL"),
    ],
)
def test_production_refuses_a_gateway_that_is_none(setting, said):
    """tests/market/test_payment_settings.py goes through the rest."""
    done = start(**{**P24, **setting})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert said in done.stderr


def test_no_environment_switches_the_simulator_on_in_production():
    code = "from django.conf import settings; print(settings.PAYMENT_SIMULATOR, repr(settings.PAYMENT_PROVIDER))"
    done = run(
        sys.executable, "-c", code, PYTHONPATH=f"{ROOT}:{ROOT / 'site'}", **PRODUCTION,
        DJANGO_SETTINGS_MODULE="market.settings.production", PAYMENT_SIMULATOR="true", SIMULATOR_PORT="8010",
    )
    assert done.stdout.strip() == "False ''"
    refused = run(
        sys.executable, "manage.py", "payment_simulator", **PRODUCTION,
        DJANGO_SETTINGS_MODULE="market.settings.production", PAYMENT_SIMULATOR="true",
    )
    assert refused.returncode != 0
    assert "PAYMENT_SIMULATOR is off" in refused.stderr


def refused_with(**environment: str) -> str:
    """What production says when it does not start with these settings."""
    done = run(
        sys.executable, "manage.py", "check",
        DJANGO_SETTINGS_MODULE="market.settings.production", **(PRODUCTION | environment),
    )
    assert done.returncode != 0, environment
    return done.stderr


@pytest.mark.parametrize("blank", sorted(PRODUCTION))
def test_production_refuses_to_start_with_a_blank(blank):
    assert f"{blank} is missing or blank" in refused_with(**{blank: "  "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("SECRET_KEY", "development-only-not-a-secret"),
        ("SECRET_KEY", "django-insecure-" + PRODUCTION["SECRET_KEY"]),
        ("SECRET_KEY", "x1y2z3a4b5" * 4),
        ("SECRET_KEY", "a" * 64),
        ("BASE_URL", "http://market.example.org"),
        ("BASE_URL", "market.example.org"),
        ("BASE_URL", "https://market.example.org/sklep/"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "market.example.org,*"),
        ("ALLOWED_HOSTS", "market.example.org,"),
        ("ALLOWED_HOSTS", "https://market.example.org"),
    ],
)
def test_production_refuses_to_start_with_what_is_not_safe(name, value):
    told = refused_with(**{name: value})
    assert name in told.splitlines()[-1]
    assert "ImproperlyConfigured" in told
    if name == "SECRET_KEY":
        assert value not in told


def test_production_names_all_that_is_missing_at_once():
    told = refused_with(SECRET_KEY="", BASE_URL="http://x", ALLOWED_HOSTS="*")
    assert all(name in told.splitlines()[-1] for name in ("SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS"))


def test_gunicorn_reads_its_settings():
    """`gunicorn` in the root finds the application by itself and needs no other argument."""
    done = run(str(BIN / "gunicorn"), "--check-config", DJANGO_SETTINGS_MODULE="market.settings.production", **PRODUCTION)
    clean(done)


def test_the_readme_names_what_exists():
    """Every file or folder that README and docs name in code style is there."""
    bad = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)\)", page.read_text()):
            if not (page.parent / target).exists():
                bad.append((page.name, target))
    assert bad == []
