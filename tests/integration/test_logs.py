"""Nothing that people wrote, and nowhere they can be reached, ever stands in a log or in the metrics."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress

import aiohttp
import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot import logs
from bot.web.app import make_app, watch_app
from bot.wiring import House
from handlers.types import Command, Inbound, Text
from scheduler.limits import SECOND, Limits
from scheduler.pacer import Pacer
from scheduler.protocols import Drawn, RefusedError
from storage.outbox import Outgoing
from storage.pace import Rate
from tests.support.person import Person
from tests.support.world import SECRET

TEXT = "my neighbour Zephyrine on Quince Lane"
CHAT = "-100987654321"
TOKEN = "7654321:AAHfakeTokenOfATestThatNobodyOwns_xyz"
SECRETS = (TEXT, "Zephyrine", CHAT, TOKEN, SECRET)


@pytest.fixture
def served_logs() -> Iterator[None]:
    """Logs as the server writes them, for one test."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up()
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def no_secret_in(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text, secret


class Refusing:
    """A channel that refuses everything, and quotes it."""

    name = "telegram"

    def parts(self, drawn: Drawn) -> tuple[Drawn, ...]:
        return (drawn,)

    async def send(self, outgoing: Outgoing, drawn: Drawn) -> str | None:
        msg = f"cannot send {drawn.text} to chat {outgoing.address}, {TOKEN}"
        raise RefusedError(msg)

    def is_group(self, _address: str) -> bool:
        return False


@pytest.mark.usefixtures("served_logs")
async def test_a_refused_message(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    person = Person(house, address=CHAT, channel="telegram")
    await person.joins()
    await person.says(TEXT)
    pacer = Pacer(Refusing(), house.outbox, house.drawing, Limits(Rate(1000, SECOND, 100)), house.clock)
    task = asyncio.create_task(pacer.run())
    while not pacer.counts.failed:
        await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    written = "".join(capfd.readouterr())
    assert "send_refused" in written
    no_secret_in(written)


@pytest.mark.usefixtures("served_logs")
async def test_a_database_error_in_a_turn(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    await Person(house, address=CHAT).joins()
    async with house.database.write() as session:
        from sqlalchemy import text

        await session.execute(text("ALTER TABLE note RENAME COLUMN text TO gone"))
    client = TestClient(TestServer(make_app(house)))
    await client.start_server()
    for content in (Text(TEXT), Command("mine")):
        with pytest.raises(Exception, match="note"):
            await house.runner.handle(Inbound("web", f"x{content}", CHAT, content, house.clock()))
    answer = await client.get("/c/DEMO", headers={"Cookie": f"wellsay={'A' * 43}"})
    assert answer.status == 200
    await client.close()
    written = "".join(capfd.readouterr())
    assert "turn_again" in written
    no_secret_in(written)


@pytest.mark.usefixtures("served_logs")
async def test_libraries_and_forgotten_tasks(capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logging.getLogger("some.library").error("POST /bot%s/sendMessage chat %s: %s", TOKEN, CHAT, TEXT)
    try:
        int(TEXT)
    except ValueError:
        logging.getLogger("asyncio").exception("Task failed: %s", TEXT)
    structlog.get_logger().warning("odd", text=TEXT, error=f"{TOKEN} {CHAT} somebody@example.org", count=int(CHAT))
    written = "".join(capfd.readouterr())
    no_secret_in(written)
    assert "somebody@" not in written
    assert [json.loads(line)["event"] for line in written.splitlines()] == ["library", "library", "odd"]


async def test_metrics(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    person, other = Person(house, address=CHAT, channel="telegram"), Person(house)
    await person.joins()
    await person.says(TEXT)
    await other.joins()
    await other.says("quiet nights")
    await other.press("✓ Yes")
    house.clock.forward(seconds=90)  # type: ignore[attr-defined]
    server = TestServer(make_app(house))
    await server.start_server()
    async with aiohttp.ClientSession() as client, client.get(server.make_url("/metrics")) as answer:
        text = await answer.text()
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
    await server.close()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["wellsay_turns_total", "telegram", "done"] == 3
    assert found["wellsay_queue_age_seconds", "telegram"] == 90
    assert found["wellsay_queue_messages", "telegram"] > 0
    assert found["wellsay_notes_coded", "accepted"] == 1
    assert found["wellsay_notes",] == 2
    assert found["wellsay_database_up",] == 1
    no_secret_in(text)
    no_secret_in("".join(capfd.readouterr()))
    assert not re.search(r'(person|note|group|town|address)="', text)


async def test_metrics_without_a_database(house: House) -> None:
    await Person(house).tell(Command("help"))
    await house.database.close()
    async with house.database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE outbox")
    client = TestClient(TestServer(watch_app(house)))
    await client.start_server()
    text = await (await client.get("/metrics")).text()
    assert "wellsay_database_up 0.0" in text
    assert 'wellsay_turns_total{channel="web",outcome="done"} 1.0' in text
    assert (await client.get("/c/DEMO")).status == 404
    await client.close()
