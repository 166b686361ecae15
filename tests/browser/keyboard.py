"""Walking a page as somebody does who uses no mouse."""

import re

from playwright.sync_api import Page

MOST_STOPS = 250


class Keyboard:
    """Tab, Enter, Space and typing; nothing else touches the page."""

    def __init__(self, page: Page):
        self.page = page

    def go_to(self, selector: str) -> None:
        """Press Tab until the focus stands on an element that matches; it must be visible there."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                self._must_be_seen(selector)
                return
        raise AssertionError(f"{MOST_STOPS} × Tab do not reach {selector} on {self.page.url}")

    def follow(self, selector: str, address: str) -> None:
        """Go to a link or button, press Enter, and arrive at an address that matches the pattern."""
        self.go_to(selector)
        with self.page.expect_navigation(url=re.compile(address)):
            self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Choose an option of a group of radio buttons with the arrow keys."""
        self.go_to(f"input[name={name}]")
        self.page.keyboard.press("Space")
        for _step in range(10):
            if self.page.evaluate("name => document.querySelector(`input[name=${name}]:checked`)?.value", name) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {name}={value}")

    def write(self, name: str, text: str) -> None:
        self.go_to(f"[name={name}]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        self.go_to(f"input[name={name}]")
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")

    def _must_be_seen(self, selector: str) -> None:
        seen = self.page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
            }"""
        )
        assert seen, f"the focus on {selector} cannot be seen on {self.page.url}"
