"""Opening a review once: two screens of one review would overwrite each other."""

from typing import Any

from textual.app import App

from kamtui.screens.review_keeping import Keeping


async def show_review(app: App[Any], review: Keeping) -> None:
    """Show a review; where it is open already, in whatever place, go back to it instead."""
    for mode, stack in app._screen_stacks.items():
        for screen in stack:
            if isinstance(screen, Keeping) and screen.which == review.which and not screen.over:
                if mode != app.current_mode:
                    await app.switch_mode(mode)
                while app.screen is not screen:
                    await app.screen.dismiss()
                return
    await app.push_screen(review)
