"""Picture the map in every view, theme, language and size, to be looked at one by one.

``python tools/screens.py FOLDER [DATASET]`` writes a PNG for each and, of each size, sheets with
several side by side.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from alianza.graph.loading import load
from alianza.reports.network_map import network_map
from playwright.sync_api import sync_playwright

VIEWS = ("map", "network")
THEMES = ("light", "dark")
LANGUAGES = ("en", "es", "fr", "pt")
SIZES = ((390, 844), (1280, 720), (3840, 2160))
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    name = sys.argv[2] if len(sys.argv) > 2 else "allas"
    program = next(filter(None, map(shutil.which, CHROMIUMS)))
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        made = network_map(load(name), intervals=True).save(Path(place) / "map.html")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            for view in VIEWS:
                for theme in THEMES:
                    for language in LANGUAGES:
                        page.goto("about:blank")
                        page.goto(f"{made.as_uri()}#view={view}&theme={theme}&lang={language}")
                        page.wait_for_function("() => document.querySelector('.am').dataset.ready")
                        page.wait_for_timeout(250)
                        page.screenshot(
                            path=folder / f"{width}-{view}-{theme}-{language}.png",
                        )
            page.close()
            sheet(browser, folder, width, height)
        browser.close()


def sheet(browser: object, folder: Path, width: int, height: int) -> None:
    """Put the four languages of each view and theme side by side, at half their size or less."""
    wide = min(900, width)
    for view in VIEWS:
        for theme in THEMES:
            names = [f"{width}-{view}-{theme}-{language}.png" for language in LANGUAGES]
            text = "".join(f'<img src="{one}" width="{wide}">' for one in names)
            page = folder / "sheet.html"
            page.write_text(f'<body style="margin:0;line-height:0">{text}</body>', "utf-8")
            across = 4 if width < 900 else 2
            high = round(wide * height / width) * (4 // across)
            window = browser.new_page(viewport={"width": across * wide, "height": high})  # type: ignore[attr-defined]
            window.goto(page.as_uri())
            window.screenshot(path=folder / f"sheet-{width}-{view}-{theme}.png")
            window.close()
            page.unlink()


if __name__ == "__main__":
    main()
