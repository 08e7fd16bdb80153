"""The server has threads, so files are read in a fresh Python: it must know the rooms of the web."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest

from namro.web.accounts.models import User
from namro.web.directives.services import importing
from namro.web.organisations.models import Unit
from namro.web.organisations.selectors import posts_on


@pytest.fixture
def another_thread() -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


@pytest.mark.usefixtures("another_thread")
def test_a_table_is_read_on_a_server_with_threads(
    cast: dict[str, User], units: dict[str, Unit], at: datetime
) -> None:
    table = "Số;Ngày giao;Nội dung;Đơn vị;Thời hạn\n12/VPCP;1/11/2021;Rà soát thủ tục;Sở Tư pháp;30/11/2021\n"
    found = importing.receive(
        name="viec.csv",
        data=table.encode(),
        assigner=units["so-noi-vu"],
        by=cast["sonoivu"],
        posts=posts_on(cast["sonoivu"], on=at.date()),
        at=at,
    )
    assert [row["number"] for row in found.rows] == ["12/VPCP"]
