"""The production style sheet is one file that says the same as the forty."""

import re

from market.storage import bundle

SHEETS = {
    "css/site.css": '/* note */\n@layer reset, components;\n@import url("fonts.css");\n'
    '@import url("components/tag.css") layer(components);\n',
    "css/fonts.css": '@font-face { src: url("../fonts/a.woff2"); }',
    "css/components/tag.css": '.tag { background: url("../../icons/a.svg"); }',
}


def test_imports_stand_in_their_layer_and_their_urls_still_lead_to_the_file():
    text = bundle(SHEETS.__getitem__)
    assert "@import" not in text
    assert "note" not in text
    assert 'url("../fonts/a.woff2")' in text
    assert re.search(r'@layer components \{\s*\.tag \{ background: url\("../icons/a\.svg"\); \}\s*\}', text)


def test_the_real_sheet_has_no_import_left(settings):
    root = settings.SITE_DIR / "static"
    text = bundle(lambda name: (root / name).read_text(encoding="utf-8"))
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert "@layer components {" in text
