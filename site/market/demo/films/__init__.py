"""The drawn films of the demo. The finished files lie here; the code that draws them is run only to make them anew:

    python manage.py make_films        # needs ffmpeg (Debian: apt-get install ffmpeg); neither the site nor the tests do
"""

from pathlib import Path

FOLDER = Path(__file__).parent
