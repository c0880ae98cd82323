"""What the tests share: files read, and a real browser in which every request is written down."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from alianza.graph.dataset import Dataset
    from alianza.graph.faults import LoadReport
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

    def open_it(source, *, width=1280, height=720, theme="light", ready=None, touch=False):
        if not isinstance(source, Path):
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_text(source, encoding="utf-8")
            source = path
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            offline=True,
            has_touch=touch,
            is_mobile=touch,
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


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command of alianza in a folder of its own."""
    from alianza import cli
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])

    return call


@dataclass(frozen=True)
class Reading:
    """What came of a file: a dataset or the report of its faults, and what was said."""

    data: "Dataset | LoadReport"

    @property
    def report(self):
        from alianza.graph.faults import LoadReport

        return self.data if isinstance(self.data, LoadReport) else self.data.report

    @property
    def codes(self):
        return {fault.code for fault in self.report.faults}

    @property
    def ties(self):
        return list(self.data.ties[["from", "to", "kind"]].itertuples(index=False, name=None))

    def one(self, code):
        """Give the only fault with `code`, which has the severity of its row in the catalogue."""
        from alianza.graph.faults import CATALOGUE

        found = [fault for fault in self.report.faults if fault.code == code]
        assert len(found) == 1, self.report.faults
        assert found[0].severity == CATALOGUE[code].severity
        return found[0]


@pytest.fixture(scope="session")
def read_file(tmp_path_factory):
    """Read a path, or text or bytes as a file `name` of its own; whatever it is, the counts agree."""
    from alianza.graph.loading import validate

    def read_it(source, name):
        path = source
        if not isinstance(source, Path):
            path = tmp_path_factory.mktemp("read") / name
            path.write_bytes(source if isinstance(source, bytes) else source.encode())
        found = Reading(validate(path))
        for table in ("actors", "ties", "sources", "claims"):
            count = getattr(found.report, table)
            assert count.read == count.kept + count.merged + count.refused, table
        assert all("{" not in str(fault) for fault in found.report.faults)
        return found

    return read_it
