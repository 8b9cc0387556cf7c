"""The demo portfolio, on several days and on a usual one."""

from datetime import date

import pytest

from tests.demo.made import DAYS, USUAL, Document, made


@pytest.fixture(params=DAYS, ids=str)
def on(request: pytest.FixtureRequest) -> tuple[date, Document]:
    return request.param, made(request.param)


@pytest.fixture
def demo() -> Document:
    return made(USUAL)
