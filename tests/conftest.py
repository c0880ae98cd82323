"""A real browser for the tests: every request, message and dialog of a page is written down."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """An open page and what it did: `requests` without that for the page itself."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def assert_quiet(self):
        assert self.requests == []
        assert self.messages == []
        assert self.dialogs == []


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.fail(
            f"The browser tests need one of {', '.join(CHROMIUMS)} (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open a file, or a text as a file, in a page of its own; give its `Visit`."""
    contexts = []

    def open_it(source, *, width=1280, height=720, theme="light", ready=None):
        if not isinstance(source, Path):
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_text(source, encoding="utf-8")
            source = path
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        visit = Visit(page)
        own = source.resolve().as_uri()
        page.on("request", lambda request: request.url == own or visit.requests.append(request.url))
        page.on("console", lambda message: visit.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: visit.messages.append(f"error: {error}"))

        def on_dialog(dialog):
            visit.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", on_dialog)
        page.goto(own)
        if ready:
            page.wait_for_function(ready)
        return visit

    yield open_it
    for context in contexts:
        context.close()
