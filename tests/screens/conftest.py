"""What the tests of screens need beside the fixtures of all tests."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from tests.screens.stillness import know_when_to_go_on

know_when_to_go_on()
