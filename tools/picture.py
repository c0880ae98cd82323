"""Take the picture of the README anew: ``python tools/picture.py`` (needs Chromium and playwright)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import alianza
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "map.png"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Draw the map of the built-in dataset and photograph it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = alianza.map(alianza.load("allas")).save(Path(folder) / "map.html")
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1120, "height": 630})
        page.goto(page_file.as_uri())
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
