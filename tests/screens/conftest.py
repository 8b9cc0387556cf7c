"""What the tests of screens need beside the fixtures of all tests."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"
