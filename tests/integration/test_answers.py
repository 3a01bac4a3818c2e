"""One answer to many notes: who is told what, once, in which language, and what happens on the way."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from bot import answering
from bot.wiring import House
from handlers.types import Choice, Command, Inbound
from storage import answer_messages, answers
from storage.ids import new_id
from storage.messages import Counts
from storage.search import Near, Theme, find, size
from storage.tables import AddressRow, AnswerMessageRow, AnswerNoteRow, NoteRow, PersonRow, StatusRow
from tests.support.answering import again, answered, draft, forward, notes, officer, says, writes
from tests.support.many import broadcasts, second_town, tick
from tests.support.person import Person, plain, texts


async def found(house: House, theme: Theme) -> list[str]:
    me = await officer(house)
    async with house.database.read() as session:
        return sorted(one.text for one in await find(session, me.town_id or 0, theme, limit=1000))


WRITTEN = (
    "A bus, please",
    "bussen är försenad",
    "το λεωφορείο αργεί",
    "Plus d’écoles",
    "أُكْل جيّد",
    "100 % fair",
)
SEARCHES = {
    "bus": (0, 1),
    "BUS körs": (),
    "bus, ΛΕΩΦΟΡΕΙΟ": (0, 1, 2),
    "forsenad": (1,),
    "ecole": (3,),
    "أحمد": (),
    "اكل": (4,),
    "%": (5,),
    "_": (),
    "'; DROP TABLE note; --": (),
}


async def test_words_are_found_in_any_language(either_house: House) -> None:
    house = either_house
    await writes(house, "1", *WRITTEN)
    for words, expected in SEARCHES.items():
        assert await found(house, Theme(words=words)) == sorted(WRITTEN[one] for one in expected), words


async def test_what_others_may_not_see_is_neither_shown_nor_found(house: House) -> None:
    await writes(house, "1", "Call me on 0475 12 34 56 about the bus", "My neighbour Bernadette is too loud")
    assert await found(house, Theme(words="475")) == []
    assert await found(house, Theme(words="bernadette")) == []
    shown = await found(house, Theme())
    assert not any("475" in one or "Bernadette" in one for one in shown)


async def test_filters(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "quiet nights", "friends", "money")
    await second_town(house)
    me = await officer(house)
    async with house.database.write() as session:
        rows = (await session.scalars(sa.select(NoteRow).order_by(NoteRow.id))).all()
        rows[1].latitude, rows[1].longitude = 40.94, 24.41
    assert await found(house, Theme(code="B1")) == ["quiet nights"]
    assert await found(house, Theme(code="D")) == ["friends"]
    assert await found(house, Theme(near=Near(40.94, 24.412, 1))) == ["friends"]
    assert await found(house, Theme(near=Near(41.5, 24.4, 1))) == []
    assert await found(house, Theme(status="received", question=1, language=rows[0].language)) != []
    assert await found(house, Theme(status="accepted")) == []
    assert await found(house, Theme(group="nowhere")) == []
    async with house.database.read() as session:
        assert (await size(session, me.town_id or 0, Theme())).people == 1
        assert (await size(session, (me.town_id or 0) + 1, Theme())).notes == 0


async def test_each_author_gets_one_message_with_their_own_words(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "A bus to the doctor", "A late bus", "friends")
    await writes(house, "2", "No bus here", hint="fr")
    me = await officer(house)
    answer = await answered(
        house,
        me,
        Theme(words="bus"),
        dataclasses.replace(
            says(), texts={"en": "A call-a-ride bus.", "fr": "Un bus à la demande."}, link="https://x.org/b"
        ),
    )
    told = await tick(house)
    assert sorted(address for address, _ in told) == ["1", "2"]
    first, second = (plain(dict(told)[one]) for one in ("1", "2"))
    assert first == (
        "You wrote on 12 May 2026: “A bus to the doctor”\nYou wrote on 12 May 2026: “A late bus”\n"
        "Accepted: A call-a-ride bus.\nRead more: https://x.org/b"
    )
    assert "No bus here" in second
    assert "Accepté\u00a0: Un bus à la demande." in second
    async with house.database.read() as session:
        assert await answer_messages.counts(session, answer.key) == Counts(delivered=2)
        assert [row.status for row in await notes(house)] == ["accepted", "accepted", "received", "accepted"]
        assert answer.notes == 3


async def test_sending_twice_tells_once(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "A bus")
    me = await officer(house)
    made = await draft(house, me, Theme(words="bus"), says())
    assert await answering.send(house, me, made.id)
    assert not await answering.send(house, me, made.id)
    assert len(await tick(house)) == 1
    async with house.database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(StatusRow)) == 1


async def test_a_no_needs_its_reason(house: House) -> None:
    await writes(house, "1", "A bus")
    me = await officer(house)
    made = await draft(house, me, Theme(words="bus"), says("rejected"))
    assert made.lacks == "reason"
    assert not await answering.send(house, me, made.id)
    await answered(house, me, Theme(words="bus"), says("rejected", reasons={"en": "There is no road."}))
    [(_, text)] = await tick(house)
    assert "Why: There is no road." in plain(text)
    assert "Thank you for saying it" in text


async def test_a_correction_is_short_and_the_history_stays(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "A bus")
    await writes(house, "2", "More bus")
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    await tick(house)
    async with house.database.write() as session:
        made = await answers.correction(session, me, answer, house.clock(), lambda: new_id(house.source))
        assert made
        new = await answers.one(session, me.town_id, made)
        assert new
        await answers.save(session, new, says("accepted", "From October, not September."))
    assert await answering.send(house, me, made)
    told = await tick(house)
    assert sorted(address for address, _ in told) == ["1", "2"]
    assert plain(dict(told)["1"]) == (
        "We have to correct our answer to your note “A bus”.\nAccepted: From October, not September."
    )
    async with house.database.read() as session:
        assert (await answers.correction(session, me, await again(house, me, answer.id), house.clock(), str)) is None
        assert await session.scalar(sa.select(sa.func.count()).select_from(StatusRow)) == 4


async def test_whoever_did_not_get_the_first_answer_gets_the_right_one_in_full(either_house: House) -> None:
    house = either_house
    forward(house, hours=12)
    await writes(house, "1", "A bus")
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    assert await tick(house) == []
    async with house.database.write() as session:
        made = await answers.correction(session, me, answer, house.clock(), lambda: new_id(house.source))
        new = await answers.one(session, me.town_id, made or "")
        assert new
        await answers.save(session, new, says("accepted", "From October."))
    await answering.send(house, me, new.id)
    forward(house, hours=12)
    [(_, text)] = await tick(house)
    assert "You wrote on" in text
    assert "From October." in text
    assert "September" not in text


async def test_an_answer_is_taken_back_as_long_as_nobody_has_it(either_house: House) -> None:
    house = either_house
    forward(house, hours=12)
    await writes(house, "1", "A bus")
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    async with house.database.write() as session:
        assert await answers.withdraw(session, answer, house.clock())
    forward(house, hours=12)
    assert await tick(house) == []
    assert [(row.status, row.answer_id) for row in await notes(house)] == [("received", None)]
    again_sent = await answered(house, me, Theme(words="bus"), says())
    await tick(house)
    async with house.database.write() as session:
        assert not await answers.withdraw(session, again_sent, house.clock())


async def test_new_notes_get_a_standing_answer_once(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "A bus")
    me = await officer(house)
    await answered(house, me, Theme(words="bus", status="received"), says(standing=True))
    await tick(house)
    await writes(house, "2", "I want a bus too", "and friends")
    await answering.chores(house)
    assert await tick(house) == []  # its author may still be changing it
    forward(house, minutes=3)
    for _ in range(2):
        await answering.chores(house)
    [(address, text)] = await tick(house)
    assert address == "2"
    assert "I want a bus too" in text
    assert [row.status for row in await notes(house)] == ["accepted", "accepted", "received"]


async def test_a_standing_answer_never_answers_everything(house: House) -> None:
    await writes(house, "1", "A bus")
    me = await officer(house)
    await answered(house, me, Theme(status="received"), says(standing=True))
    await writes(house, "2", "friends")
    forward(house, minutes=3)
    await answering.chores(house)
    assert [row.status for row in await notes(house)] == ["accepted", "received"]


@pytest.mark.parametrize("choice", ["forget:all", "forget:link"])
async def test_somebody_who_is_forgotten_meanwhile_gets_nothing(either_house: House, choice: str) -> None:
    house = either_house
    forward(house, hours=12)
    await writes(house, "1", "A bus")
    await writes(house, "2", "My bus")
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    await house.runner.handle(Inbound("telegram", "gone", "1", Choice(choice), house.clock(), "en"))
    forward(house, hours=12)
    told = [one for one in await tick(house) if "erased" not in one[1] and "forgotten" not in one[1]]
    assert [address for address, _ in told] == ["2"]
    async with house.database.read() as session:
        assert (await answer_messages.counts(session, answer.key)).delivered == 1
        left = await session.scalar(sa.select(sa.func.count()).select_from(AnswerNoteRow))
        assert left == (1 if choice == "forget:all" else 2)


async def test_who_cannot_be_reached_is_counted(either_house: House) -> None:
    house = either_house
    for one in ("1", "2", "3", "4"):
        await writes(house, one, "A bus")
    await writes(house, "web", "A bus", channel="web")
    await house.runner.handle(Inbound("telegram", "stop", "2", Command("stop"), house.clock(), "en"))
    await house.runner.handle(Inbound("telegram", "link", "3", Choice("forget:link"), house.clock(), "en"))
    me = await officer(house)
    made = await draft(house, me, Theme(words="bus"), says())
    async with house.database.read() as session:
        seen = await answering.look(session, house, made)
    assert (seen.preview.people, seen.preview.stopped, seen.nobodys, seen.fetch, seen.pushed) == (3, 1, 1, 1, 0)
    await answering.send(house, me, made.id)
    await tick(house)
    async with house.database.read() as session:
        assert await answer_messages.counts(session, made.key) == Counts(delivered=3, stopped=1)


async def test_the_preview_says_which_language_lacks_a_text(house: House) -> None:
    for number, hint in enumerate(("en", "fr", "el", "ar")):
        await writes(house, str(number), "bus", hint=hint)
    me = await officer(house)
    words = dataclasses.replace(says("rejected"), texts={"en": "No.", "fr": "Non."}, reasons={"fr": "Trop cher."})
    made = await draft(house, me, Theme(words="bus"), words)
    async with house.database.read() as session:
        seen = await answering.look(session, house, made)
        every = await answering.look(session, house, made, every=True)
    assert seen.lacking == {"en": "fr", "el": "fr", "ar": "fr"}
    assert [one.language for one in seen.samples] == ["ar", "el", "en", "fr"]
    assert len(every.samples) == 4
    assert "Pourquoi\u00a0: Trop cher." in plain(seen.samples[3].drawn.text)


async def test_five_hundred_notes_at_once(either_house: House) -> None:
    house = either_house
    await writes(house, "1", "A bus")
    async with house.database.write() as session:
        [one] = (await session.scalars(sa.select(NoteRow))).all()
        session.add_all(
            NoteRow(
                public_id=f"n{number}", session_id=one.session_id, person_id=one.person_id, number=number + 2,
                question=1, text=f"bus {number}", safe_text=f"bus {number}", language="en", source="own",
                channel="telegram", suggestions=[], created_at=house.clock(), changed_at=house.clock(),
            )
            for number in range(499)
        )  # fmt: skip
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    [(_, text)] = await tick(house)
    assert answer.notes == 500
    assert "… and 497 more notes of yours" in plain(text)
    async with house.database.read() as session:
        public_id = (await session.scalars(sa.text("SELECT public_id FROM consultation"))).first()
        assert await answers.loop_closed(session, str(public_id)) == (500, 500)


LONG = "long " * 2000 + "end"


async def test_the_road_of_a_note(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.says("A bus to the doctor")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says("considering", "We look at it."))
    forward(house, days=3)
    await answered(house, me, Theme(words="bus"), says("accepted", LONG, reasons={"en": "Many asked."}))
    await tick(house)
    shown = await person.command("mine")
    assert "↳ Accepted, 15 May 2026: long long" in texts(shown[-1:])
    assert len(texts(shown[-1:])) < 500
    road = await person.press("A bus to the doctor")
    text = texts(road)
    for part in (
        "12 May 2026 · Received",
        "12 May 2026 · Being looked at",
        "We look at it.",
        "15 May 2026 · Accepted",
        "Many asked.",
    ):
        assert part in text
    assert "long end" in text


async def test_telling_more_belongs_to_the_note(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.says("A bus")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says())
    await tick(house)
    await person.press("Tell us more")
    said = await person.says("Mornings would be best")
    assert "belongs to your earlier note" in texts(said)
    first, second = await notes(house)
    assert second.about_id == first.id
    async with house.database.read() as session:
        [one] = await find(session, me.town_id or 0, Theme(words="mornings"), limit=5)
    assert one.about == "A bus"


async def test_other_people_s_buttons_do_nothing(house: House) -> None:
    await writes(house, "1", "A bus", channel="web")
    [note] = await notes(house)
    stranger = Person(house)
    await stranger.joins()
    for verb in ("road", "tell"):
        assert "no longer works" in texts(await stranger.choose(f"{verb}:{note.public_id}"))
    for action in ("follow:x", "follow:", "action:\x00", "unfollow:" + "9" * 60, "a:b:c"):
        await stranger.choose(action)
    await stranger.says("still fine")
    assert [row.text for row in await notes(house)] == ["A bus", "still fine"]


async def test_hostile_words_stay_words(house: House) -> None:
    await writes(house, "1", "bus {0} %s <b>{text}</b> {{7*7}}")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says("accepted", "{n} {text} <script>alert(1)</script>"))
    [(_, text)] = await tick(house)
    assert "bus {0} %s <b>{text}</b> {{7*7}}" in plain(text)
    assert "{n} {text} <script>alert(1)</script>" in plain(text)


async def test_every_message_of_an_answer_is_known(house: House) -> None:
    await writes(house, "1", "A bus")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says(standing=True))
    await writes(house, "2", "A bus")
    forward(house, minutes=3)
    await answering.chores(house)
    async with house.database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AnswerMessageRow)) == 2


async def test_five_hundred_people_at_once(house: House) -> None:
    await writes(house, "1", "A bus")
    async with house.database.write() as session:
        [one] = (await session.scalars(sa.select(NoteRow))).all()
        first = await session.get_one(PersonRow, one.person_id)
        for number in range(499):
            address = f"many-{number}"
            person = PersonRow(public_id=f"p{number}", town_id=first.town_id, created_at=house.clock())
            session.add(person)
            await session.flush()
            session.add(
                AddressRow(
                    channel="telegram", lookup=house.keyring.lookups("telegram", address)[0],
                    sealed=house.keyring.seal(address.encode()), person_id=person.id,
                    language=("en", "fr", "el", "ar")[number % 4], created_at=house.clock(),
                )
            )  # fmt: skip
            session.add(
                NoteRow(
                    public_id=f"n{number}", session_id=one.session_id, person_id=person.id, number=1, question=1,
                    text=f"bus {number}", safe_text=f"bus {number}", language="en", source="own", channel="telegram",
                    suggestions=[], created_at=house.clock(), changed_at=house.clock(),
                )
            )  # fmt: skip
    me = await officer(house)
    answer = await answered(house, me, Theme(words="bus"), says())
    told = dict(await tick(house))
    assert len(told) == 500
    assert "bus 42" in plain(told["many-42"])
    assert "500" in plain(told["1"])
    async with house.database.read() as session:
        assert await answer_messages.counts(session, answer.key) == Counts(delivered=500)


async def test_a_note_deleted_before_the_answer_goes_out_is_not_quoted(either_house: House) -> None:
    house = either_house
    await writes(house, "7", "A bus", "A bus shelter")
    await writes(house, "8", "One more bus")
    await answered(house, await officer(house), Theme(words="bus"), says())
    async with house.database.write() as session:
        gone = NoteRow.text.in_(["A bus", "One more bus"])
        await session.execute(sa.update(NoteRow).where(gone).values(deleted_at=house.clock()))
    told = dict(await tick(house))
    assert "A bus shelter" in told["7"]
    assert "“A bus”" not in plain(told["7"])
    assert "8" not in told  # there is nothing left to answer


async def test_a_note_deleted_while_its_answer_waits_to_be_sent_is_not_quoted(either_house: House) -> None:
    house = either_house
    await writes(house, "7", "A bus")
    made = await answered(house, await officer(house), Theme(words="bus"), says())
    await broadcasts(house).work()
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).values(deleted_at=house.clock()))
    assert await tick(house) == []
    async with house.database.read() as session:
        assert (await answer_messages.counts(session, made.key)).cancelled == 1
