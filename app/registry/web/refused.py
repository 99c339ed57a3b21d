# SPDX-License-Identifier: Apache-2.0
"""What a page is refused for, as something to be told on a page."""


class PageRefused(Exception):
    """The page does not do what was asked. ``code`` names the text that says so; ``wait`` is in seconds."""

    def __init__(self, code: str, status: int, wait: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.wait = wait


class NotSignedIn(Exception):
    """The page is for staff, and nobody is signed in. ``ended``: somebody was."""

    def __init__(self, ended: bool) -> None:
        super().__init__(ended)
        self.ended = ended
