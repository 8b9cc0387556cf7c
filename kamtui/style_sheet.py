"""A style sheet that is read once, not again for each screen that brings rules of its own."""

from textual.css.stylesheet import Stylesheet


class StyleSheet(Stylesheet):
    """Textual's style sheet, reading only what is new while the theme's variables stay what they are."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of a theme, by which everything is read again; the same ones once more change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what is not read yet."""
        self.parse()
