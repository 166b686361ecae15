"""Static files of production: hashed names, compressed, and the style sheet in one piece."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def bundle(read, name: str = BUNDLE) -> str:
    """The sheet `name` with its imports put in their place, each in its layer.

    read: gives the text of a static file by its name, for example `css/components/tag.css`.
    """
    folder = name.rsplit("/", 1)[0]

    def inline(match: re.Match) -> str:
        imported = f"{folder}/{match['name']}"
        text = read(imported)
        if "/" in match["name"]:
            text = text.replace('url("../../', 'url("../')
        return f"@layer {match['layer']} {{\n{text}\n}}" if match["layer"] else text

    return COMMENT.sub("", IMPORT.sub(inline, read(name)))


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; a browser asks for one sheet instead of forty."""

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:

            def read(name: str) -> str:
                storage, path = paths[name]
                with storage.open(path) as file:
                    return file.read().decode("utf-8")

            text = bundle(read)
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(text.encode("utf-8")))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)
