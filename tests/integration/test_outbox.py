import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Inbound, Message, Reply, Text
from storage import outbox
from storage.outbox import BROADCAST, REPLY, Outgoing
from storage.tables import AddressRow, OutboxRow
from storage.turns import find_address

LEASE = dt.timedelta(seconds=60)


async def write_to(house: House, address: str, *replies: Reply, priority: int = REPLY) -> int:
    """Put replies into the outbox of a (new) address on a channel that is sent to."""
    async with house.database.write() as session:
        row = await find_address(session, house.keyring, "telegram", address)
        if row is None:
            row = AddressRow(
                channel="telegram",
                lookup=house.keyring.lookups("telegram", address)[0],
                sealed=house.keyring.seal(address.encode()),
                language="en",
                created_at=house.clock(),
            )
            session.add(row)
            await session.flush()
        for reply in replies:
            await outbox.add(session, row, reply, house.clock(), priority)
        return row.id


def say(text: str, slot: str | None = None, *, fresh: bool = False) -> Reply:
    return Reply((Message("raw", {"text": text}),), slot=slot, fresh=fresh)


def words(claimed: Outgoing) -> str:
    return str(claimed.reply.body[0].args["text"])


async def claim(house: House, limit: int = 10) -> list[Outgoing]:
    return list(await house.outbox.claim("telegram", limit, house.clock(), LEASE))


async def test_a_person_gets_messages_in_order_one_at_a_time(either_house: House) -> None:
    await write_to(either_house, "1", say("a"), say("b"), say("c"))
    await write_to(either_house, "2", say("x"))
    first = await claim(either_house)
    assert sorted(words(one) for one in first) == ["a", "x"]
    assert await claim(either_house) == []
    for one in first:
        await either_house.outbox.sent(one.id, "ref", either_house.clock())
    assert [words(one) for one in await claim(either_house)] == ["b"]


async def test_many_senders_never_take_the_same_message(either_house: House) -> None:
    for number in range(40):
        await write_to(either_house, str(number), say(f"m{number}"))
    taken = await asyncio.gather(*(claim(either_house, 5) for _ in range(12)))
    ids = [one.id for batch in taken for one in batch]
    assert len(ids) == len(set(ids))
    while more := await claim(either_house, 5):
        ids.extend(one.id for one in more)
    assert len(ids) == len(set(ids)) == 40


async def test_replies_go_ahead_of_broadcasts(either_house: House) -> None:
    await write_to(either_house, "1", say("news"), priority=BROADCAST)
    await write_to(either_house, "2", say("answer"))
    assert [words(one) for one in await claim(either_house, 1)] == ["answer"]


async def test_a_message_whose_sender_died_is_taken_up_after_its_lease(either_house: House) -> None:
    await write_to(either_house, "1", say("a"))
    (first,) = await claim(either_house)
    assert await claim(either_house) == []
    either_house.clock.forward(seconds=61)  # type: ignore[attr-defined]
    (again,) = await claim(either_house)
    assert (again.id, again.attempts) == (first.id, 2)


async def test_a_message_put_off_is_due_later(either_house: House) -> None:
    await write_to(either_house, "1", say("a"))
    (one,) = await claim(either_house)
    await either_house.outbox.later(one.id, either_house.clock() + dt.timedelta(seconds=30), "429")
    assert await claim(either_house) == []
    assert await either_house.outbox.next_due("telegram", either_house.clock()) == either_house.clock() + dt.timedelta(
        seconds=30
    )
    either_house.clock.forward(seconds=30)  # type: ignore[attr-defined]
    assert len(await claim(either_house)) == 1


async def test_a_newer_message_replaces_one_that_still_waits(either_house: House) -> None:
    await write_to(either_house, "1", say("old", "s"), say("new", "s"))
    assert [words(one) for one in await claim(either_house)] == ["new"]
    assert await claim(either_house) == []


async def test_a_newer_message_changes_the_sent_one_in_place_unless_it_is_fresh(either_house: House) -> None:
    await write_to(either_house, "1", say("old", "s"))
    (old,) = await claim(either_house)
    await either_house.outbox.sent(old.id, "901", either_house.clock())
    await write_to(either_house, "1", say("new", "s"))
    (new,) = await claim(either_house)
    assert (old.edits, new.edits) == (None, "901")
    await either_house.outbox.sent(new.id, "901", either_house.clock())
    await write_to(either_house, "1", say("at the end", "s", fresh=True))
    (fresh,) = await claim(either_house)
    assert fresh.edits is None


async def test_nothing_more_goes_to_somebody_who_left(either_house: House) -> None:
    address_id = await write_to(either_house, "1", say("a"), say("b"))
    await claim(either_house)
    await either_house.outbox.left(address_id, either_house.clock())
    either_house.clock.forward(minutes=5)  # type: ignore[attr-defined]
    assert await claim(either_house) == []
    async with either_house.database.read() as session:
        assert set(await session.scalars(sa.select(OutboxRow.state))) == {"left"}


@pytest.mark.parametrize("count", [2, 9])
async def test_receipts_to_a_fast_writer_are_merged(house: House, count: int) -> None:
    """On a channel that is sent to, receipts that still wait become one."""

    async def tell(content: Text) -> None:
        await house.runner.handle(Inbound("telegram", f"u{content.ref}", "55", content, house.clock(), "en"))

    from handlers.types import Choice, Command

    await house.runner.handle(Inbound("telegram", "s", "55", Command("start", "DEMO"), house.clock(), "en"))
    await house.runner.handle(Inbound("telegram", "t", "55", Choice("in"), house.clock(), "en"))
    for number in range(count):
        await tell(Text("quiet nights", ref=str(number)))
    async with house.database.read() as session:
        query = sa.select(OutboxRow).where(OutboxRow.state == "pending", OutboxRow.slot.startswith("note:"))
        waiting = list(await session.scalars(query))
    assert len(waiting) == (1 if count <= 8 else 2)
    assert sum(len(row.payload["body"]) for row in waiting) == count


async def test_a_reply_and_a_broadcast_are_never_on_their_way_to_one_person_together(either_house: House) -> None:
    await write_to(either_house, "1", say("news"), priority=BROADCAST)
    await write_to(either_house, "1", say("answer"))
    (first,) = await claim(either_house)
    assert words(first) == "answer"
    assert await claim(either_house) == []
    await either_house.outbox.sent(first.id, "ref", either_house.clock())
    assert [words(one) for one in await claim(either_house)] == ["news"]


async def test_what_a_dead_sender_held_for_one_person_does_not_hold_itself_up(either_house: House) -> None:
    await write_to(either_house, "1", say("news"), priority=BROADCAST)
    await write_to(either_house, "1", say("answer"), say("later"))
    held = {"state": "sending", "sender": "dead", "lease_until": either_house.clock() + LEASE}
    async with either_house.database.write() as session:
        await session.execute(sa.update(OutboxRow).values(held))
    told = []
    for _ in range(3):
        (one,) = await either_house.outbox.claim("telegram", 10, either_house.clock(), LEASE, sender="alive")
        told.append(words(one))
        await either_house.outbox.sent(one.id, "ref", either_house.clock())
    assert told == ["answer", "later", "news"]
