"""A real browser at a real address; every journey fails on a console error, also when nothing else does.

`NAMRO_PICTURES=docs/pictures` makes `picture(...)` keep what it takes.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from namro.web.accounts.models import User
from namro.web.organisations.services import ensure_demo_posts, load_register
from web.conftest import at, cast, client_of, max_queries, today, units

__all__ = ["at", "cast", "client_of", "max_queries", "today", "units"]

# Playwright keeps an event loop in this thread; the ORM is used here only between its calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
expect.set_options(timeout=20_000)  # a busy machine of two cores is slow, not wrong
# What the browser itself says of a form that is refused, and of a connection that a journey cuts on purpose.
NO_TROUBLE = ("status of 422", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
WIDTHS = {"desk": (1280, 800), "phone": (390, 844), "zoomed": (640, 400)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("KHÔNG CÓ CHROMIUM: kiểm thử trong trình duyệt bị bỏ qua (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def demo(today: date, at: datetime) -> dict[str, User]:
    """The register the program carries and the six people of the demonstration, by user name."""
    load_register(at=at)
    return {post.user.username: post.user for post in ensure_demo_posts(at=at, on=today)}


@pytest.fixture
def page_as(live_server: LiveServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_as(user)` or `page_as(None, "phone")` opens a window; addresses in `goto` may begin with a slash."""
    windows = []
    troubles: list[str] = []

    def opened(user: User | None, size: str = "desk") -> Page:
        width, height = WIDTHS[size]
        window = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="vi-VN"
        )
        windows.append(window)
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            window.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = window.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                troubles.append(f"{page.url}: {said.text}")
                if said.type == "error" and not any(words in said.text for words in NO_TROUBLE)
                else None
            ),
        )
        return page

    yield opened
    for window in windows:
        window.close()
    assert not troubles


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """`picture(page, "tong-quan")` takes a screenshot for the guide when NAMRO_PICTURES names a folder."""
    folder = os.environ.get("NAMRO_PICTURES")

    def take(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))

    return take


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Fails when the page scrolls sideways or breaks a rule of accessibility."""

    def check(page: Page) -> None:
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{page.url} is {over} pixels wider than its window"
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
