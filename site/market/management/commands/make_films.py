"""Draws the films of the demo and their posters anew and writes them where they lie in the repository. Needs ffmpeg."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from market.demo.films import FOLDER, vase

FILMS = {"wazon-dwa-brzegi": vase}
#: H.264 that every browser plays; what is needed first comes first, so that it starts before all of it is there.
ENCODING = ["-c:v", "libx264", "-preset", "veryslow", "-tune", "animation", "-crf", "30", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-map_metadata", "-1"]


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        ffmpeg = shutil.which("ffmpeg")
        if ffmpeg is None:
            raise CommandError("ffmpeg is missing (Debian: apt-get install ffmpeg).")
        for name, film in FILMS.items():
            target = FOLDER / f"{name}.mp4"
            with tempfile.TemporaryDirectory() as folder:
                for number, picture in enumerate(film.frames()):
                    picture.save(Path(folder) / f"{number:04d}.png")
                pictures = ["-framerate", str(film.FPS), "-i", str(Path(folder) / "%04d.png")]
                subprocess.run([ffmpeg, "-loglevel", "error", "-y", *pictures, *ENCODING, str(target)], check=True)  # noqa: S603
            film.frame(film.POSTER).save(target.with_suffix(".jpg"), quality=82, optimize=True, progressive=True)
            self.stdout.write(f"{target.name}: {target.stat().st_size // 1000} kB")
