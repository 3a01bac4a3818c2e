import re
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa
from aiohttp import FormData

from bot.wiring import House
from handlers.types import Voice
from storage.staff import Role
from storage.tables import (
    AuditRow,
    CodingRow,
    GroupRow,
    NoteRow,
    OutboxRow,
    SessionRow,
    StaffGroupRow,
    StaffRow,
    TownRow,
)
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.person import Person, plain
from tests.support.world import Clock

Enter = Callable[[Desk, Role], Awaitable[None]]


@pytest.fixture
def enter(house: House) -> Enter:
    """Come in with a role, as a facilitator of the demo's first group."""

    async def come(desk: Desk, role: Role = "facilitator") -> None:
        async with house.database.read() as session:
            town = (await session.scalars(sa.select(TownRow.id))).one()
        await desk.come_in(house, role, town)
        async with house.database.write() as session:
            me = (await session.scalars(sa.select(StaffRow).order_by(StaffRow.id.desc()).limit(1))).one()
            group = (await session.scalars(sa.select(GroupRow.id).order_by(GroupRow.id))).first()
            session.add(StaffGroupRow(staff_id=me.id, group_id=group))

    return come


async def session_ids(house: House) -> list[str]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(SessionRow.public_id).order_by(SessionRow.id)))


async def notes(house: House) -> list[NoteRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.id)))


async def history(house: House) -> list[tuple[str | None, str, str]]:
    async with house.database.read() as session:
        found = await session.execute(sa.select(CodingRow.code, CodingRow.by, CodingRow.rank).order_by(CodingRow.id))
        return [(code, by, rank) for code, by, rank in found]


def action(desk: Desk, part: str) -> str:
    """The address of the first form with this part."""
    return next(str(one) for one in re.findall(r'action="([^"]+)"', desk.page.source) if part in one)


async def test_a_note_is_typed_and_its_suggestion_accepted_with_two_enters(
    house: House, desk: Desk, enter: Enter
) -> None:
    await enter(desk, "facilitator")
    mine, _ = await session_ids(house)
    await desk.open("/staff/paper")
    assert f"/staff/s/{mine}/paper" in desk.page.source
    await desk.open(f"/staff/s/{mine}/paper?q=2")
    await desk.post(f"/staff/s/{mine}/paper", text="no quiet nights", question="2", spoken="")
    assert "Where does it belong?" in desk.text
    assert re.search(r'value="B1"[^>]*checked autofocus', desk.page.source)
    await desk.post(action(desk, "/paper/"), code="B1", question="2", spoken="", other="", verb="code")
    assert "1 note from paper so far" in desk.text
    (note,) = await notes(house)
    assert (note.question, note.source, note.facilitator_code, note.person_id) == (2, "paper", "B1", None)
    assert await history(house) == [("B1", "suggestion", "primary"), ("B1", "facilitator", "primary")]
    async with house.database.read() as session:
        verbs = list(await session.scalars(sa.select(AuditRow.verb).order_by(AuditRow.id)))
    assert verbs[-2:] == ["typed", "coded"]


async def test_another_topic_leaving_it_open_and_deleting(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    mine, _ = await session_ids(house)
    base = f"/staff/s/{mine}/paper"
    await desk.open(base)
    await desk.post(base, text="friends", question="1")
    await desk.post(action(desk, "/paper/"), code="D3", other="H4", verb="code")
    await desk.post(base, text="work", question="1")
    await desk.post(action(desk, "/paper/"), code="A6", verb="later")
    await desk.post(base, text="wrong", question="1")
    await desk.post(action(desk, "/paper/"), verb="delete")
    first, second, third = await notes(house)
    assert (first.facilitator_code, second.facilitator_code, third.deleted_at is not None) == ("H4", None, True)
    assert "2 notes from paper so far" in desk.text
    await desk.post(base, text=" ... ", question="1")
    assert "Please type the words" in desk.text
    assert len(await notes(house)) == 3


async def test_a_facilitator_works_with_her_groups_only(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    mine, other = await session_ids(house)
    token = desk.token
    for path in (
        f"/staff/s/{other}/paper",
        f"/staff/s/{other}/print",
        f"/staff/import?session={other}",
        "/staff/import",
    ):
        assert (await desk.open(path)).status == 403, path
    for path in (f"/staff/s/{other}/paper", f"/staff/s/{other}/paper/x", "/staff/coding/x", "/staff/listening/x"):
        answer = await desk.post(path, form=token, text="quiet", code="B1", verb="unclear" if "listen" in path else "")
        assert answer.status == 403, path
    assert (await desk.open(f"/staff/s/{mine}/paper")).status == 200


async def test_viewers_see_none_of_it(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "viewer")
    mine, _ = await session_ids(house)
    for path in ("/staff/paper", f"/staff/s/{mine}/paper", "/staff/coding", "/staff/names", "/staff/listening"):
        assert (await desk.open(path)).status == 403, path


async def test_forms_need_their_hidden_field(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "admin")
    mine, _ = await session_ids(house)
    for path in (f"/staff/s/{mine}/paper", "/staff/import", "/staff/coding/x", "/staff/names/x", "/staff/listening/x"):
        assert (await desk.post(path, form="0" * 32)).status == 403, path


async def test_the_print_view_has_one_note_a_post_it_and_no_hidden_ones(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    mine, _ = await session_ids(house)
    base = f"/staff/s/{mine}/paper"
    await desk.open(base)
    for text in ("quiet", "<b>friends</b>", "my neighbour Katarzyna"):
        await desk.post(base, text=text, question="1")
        await desk.open(base)
    await desk.open(f"/staff/s/{mine}/print")
    assert desk.page.source.count('<article class="postit') == 2
    assert "&lt;b&gt;friends" in desk.page.source
    assert "Katarzyna" not in desk.page.source
    assert "style=" not in desk.page.source


async def test_coding_goes_from_disputed_to_sure_and_can_be_taken_back(house: House, desk: Desk, enter: Enter) -> None:
    anna = Person(house)
    await anna.joins()
    for text in ("friends", "money is short", "quiet"):
        await anna.says(text)
    first, second, third = await notes(house)
    await anna.choose(f"ok:{third.public_id}:G4")  # suggested was B1
    await enter(desk, "facilitator")
    await desk.open("/staff/coding")
    assert "3 notes to code. 1 of them is disputed" in desk.text
    assert "quiet" in desk.text
    assert "Its author chose:" in desk.text
    await desk.open("/staff/coding?blind=1")
    assert "Its author chose:" not in desk.text
    await desk.post(f"/staff/coding/{third.public_id}", code="B1", secondary="G4", verb="code")
    assert "money is short" in desk.text  # 0.4 is less sure than 0.8
    await desk.post(f"/staff/coding/{third.public_id}", verb="undo")
    row = (await notes(house))[2]
    assert (row.facilitator_code, row.secondary_code) == (None, None)
    assert [code for code, by, _ in await history(house) if by == "facilitator"] == ["B1", "G4", None, None]
    await desk.post(f"/staff/coding/{second.public_id}", verb="skip")
    assert "friends" in desk.text
    await desk.post(f"/staff/coding/{first.public_id}", code="D3", verb="code")
    assert "That was all." in desk.text
    assert "From the start (2)" in desk.text


async def test_a_second_look_is_blind_and_tells_two_facilitators_apart(
    house: House, new_desk: NewDesk, enter: Enter
) -> None:
    anna = Person(house)
    await anna.joins()
    await anna.says("friends")
    (note,) = await notes(house)
    one, other = await new_desk(), await new_desk()
    await enter(one, "facilitator")
    await enter(other, "facilitator")
    await one.open("/staff/coding")
    await one.post(f"/staff/coding/{note.public_id}", code="H4", verb="code")
    assert "That was all." in (await one.open("/staff/coding?again=1")).source
    await other.open("/staff/coding?again=1")
    assert "friends" in other.text
    assert re.search(r'value="D3"[^>]*checked', other.page.source)
    await other.post(f"/staff/coding/{note.public_id}", code="D3", again="1", verb="code")
    assert (await notes(house))[0].facilitator_code == "D3"
    await other.post(f"/staff/coding/{note.public_id}", again="1", verb="undo")
    assert (await notes(house))[0].facilitator_code == "H4"


async def test_agreement_is_shown(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    assert "Please choose a group" in (await desk.open("/staff/agreement")).source
    async with house.database.read() as session:
        group = (await session.scalars(sa.select(GroupRow.public_id).order_by(GroupRow.id))).first()
    await desk.open(f"/staff/agreement?group={group}")
    assert "too few notes to say" in desk.text


async def test_names_are_looked_at(house: House, desk: Desk, enter: Enter) -> None:
    anna = Person(house)
    await anna.joins()
    for text in ("my neighbour Katarzyna helps", "my friend Giovanni", "my aunt Magdalena"):
        await anna.says(text)
    one, two, three = [note.public_id for note in await notes(house)]
    await enter(desk, "facilitator")
    await desk.open("/staff/names")
    assert "Katarzyna" in desk.text
    await desk.post(f"/staff/names/{one}", verb="mask")
    await desk.post(f"/staff/names/{two}", verb="show")
    await desk.post(f"/staff/names/{three}", verb="hide")
    assert "No note waits" in desk.text
    masked, shown, hidden = await notes(house)
    assert (masked.safe_text, masked.text) == ("my neighbour […] helps", "my neighbour Katarzyna helps")
    assert (shown.safe_text, shown.review) == ("my friend Giovanni", None)
    assert hidden.hidden_at is not None


async def send(desk: Desk, content: bytes, session: str = "") -> None:
    data = FormData()
    data.add_field("form", desk.token)
    data.add_field("session", session)
    data.add_field("file", content, filename="notes.csv", content_type="text/csv")
    async with desk.client.post("/staff/import", data=data) as answer:
        desk.page.status, desk.page.source = answer.status, await answer.text()


async def wait_until_stored(desk: Desk, path: str) -> None:
    for _ in range(200):
        await desk.open(path)
        if "<progress" not in desk.page.source:
            return
    raise AssertionError


async def test_a_file_is_looked_at_stored_and_taken_back(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    mine, _ = await session_ids(house)
    await desk.open(f"/staff/import?session={mine}")
    rows = "".join(f"1,note number {number},B1\n" for number in range(5000))
    await send(desk, b"question,text,code\n1,friends,\n9,wrong,\n1,Friends,Z9\n1,friends,\n" + rows.encode(), mine)
    path = action(desk, "/staff/import/")
    assert "5,002 rows are good. 2 have a mistake and will be left out." in desk.text
    assert "line 3" in desk.text
    assert "not “9”" in desk.text
    assert "line 5: as line 2" in desk.text
    assert await notes(house) == []
    await desk.post(path, verb="store")
    await wait_until_stored(desk, path)
    assert "5,002 notes are stored." in desk.text
    stored = await notes(house)
    assert {note.session_id for note in stored} == {stored[0].session_id}
    assert len(stored) == 5002
    assert stored[0].suggested_code == "D3"
    await desk.post(path, verb="store")
    assert len(await notes(house)) == 5002
    await desk.post(path, verb="back")
    assert "taken back" in desk.text
    assert all(note.deleted_at for note in await notes(house))


async def test_a_file_of_another_group_and_a_file_that_is_none(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "facilitator")
    mine, _ = await session_ids(house)
    await desk.open(f"/staff/import?session={mine}")
    await send(desk, b"group,question,text\nDemo DEMO2,1,x\n", mine)
    assert "another town or group" in desk.text
    assert 'value="store"' not in desk.page.source
    await send(desk, b"\x89PNG nothing", mine)
    assert desk.page.status == 422
    assert "these are missing: question, text" in plain(desk.text)


async def test_an_officer_imports_for_many_groups_of_her_own_town_only(house: House, desk: Desk, enter: Enter) -> None:
    await enter(desk, "officer")
    await desk.open("/staff/import")
    await send(desk, b"town,group,question,text,code\nWellsay,New,1,a,B1\n,New,1,b,B1\nElsewhere,New,1,c,B1\n")
    assert "2 rows are good. 1 has a mistake" in desk.text
    path = action(desk, "/staff/import/")
    await desk.post(path, verb="store")
    await wait_until_stored(desk, path)
    assert [note.text for note in await notes(house)] == ["a", "b"]


async def test_nobody_sees_a_colleagues_file(new_desk: NewDesk, enter: Enter) -> None:
    one, other = await new_desk(), await new_desk()
    await enter(one, "officer")
    await enter(other, "officer")
    await one.open("/staff/import")
    await send(one, b"group,question,text\nG,1,secret\n")
    assert (await other.open(action(one, "/staff/import/"))).status == 403


async def test_a_spoken_note_is_typed_and_its_author_asked(house: House, desk: Desk, enter: Enter) -> None:

    anna = Person(house)
    await anna.joins()
    await anna.tell(Voice(b"OggS sound", "audio/ogg; codecs=opus", 7))
    (note,) = await notes(house)
    await enter(desk, "facilitator")
    await desk.open("/staff/listening")
    assert "1 spoken note waits to be typed." in desk.text
    async with desk.client.get(f"/staff/listening/{note.public_id}/sound") as answer:
        assert await answer.read() == b"OggS sound"
        assert answer.content_type == "audio/ogg"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    await desk.post(f"/staff/listening/{note.public_id}", text="quiet at me@example.org", delete_sound="1")
    assert "Nothing more to listen to." in desk.text
    (row,) = await notes(house)
    assert (row.text, row.safe_text, row.suggested_code) == ("quiet at me@example.org", "quiet at […]", "B1")
    async with desk.client.get(f"/staff/listening/{note.public_id}/sound") as answer:
        assert answer.status == 403
    asked = (await anna.chat())[-1]
    assert "Is that what you said?" in asked.text
    assert "quiet at me@example.org" in plain(asked.text)
    said = await anna.press("That is right")
    assert said[-1].rows[0][0].label == "✓ Yes"


async def test_the_author_corrects_what_was_typed(house: House, desk: Desk, enter: Enter) -> None:

    anna = Person(house)
    await anna.joins()
    await anna.tell(Voice(b"sound", "audio/ogg", 7))
    (note,) = await notes(house)
    await enter(desk, "facilitator")
    await desk.open("/staff/listening")
    await desk.post(f"/staff/listening/{note.public_id}", text="friendly dogs", verb="store")
    await anna.press("Change the text")
    await anna.says("friends")
    (row,) = await notes(house)
    assert (row.text, row.suggested_code) == ("friends", "D3")


async def test_at_night_the_author_is_asked_in_the_morning(
    house: House, desk: Desk, enter: Enter, clock: Clock
) -> None:

    anna = Person(house, channel="telegram")
    await anna.joins()
    await anna.tell(Voice(b"sound", "audio/ogg", 7))
    (note,) = await notes(house)
    clock.forward(hours=11)  # 22:00 in Brussels
    await enter(desk, "facilitator")
    await desk.open("/staff/listening")
    await desk.post(f"/staff/listening/{note.public_id}", text="quiet", verb="store")
    async with house.database.read() as session:
        due = (await session.scalars(sa.select(OutboxRow.due_at).order_by(OutboxRow.id.desc()).limit(1))).one()
    assert due.isoformat() == "2026-05-13T07:00:00+00:00"


async def test_what_cannot_be_understood_is_deleted_with_its_sound(house: House, desk: Desk, enter: Enter) -> None:

    anna = Person(house)
    await anna.joins()
    await anna.tell(Voice(b"sound", "audio/ogg", 7))
    (note,) = await notes(house)
    await enter(desk, "facilitator")
    await desk.open("/staff/listening")
    await desk.post(f"/staff/listening/{note.public_id}", verb="unclear")
    assert (await notes(house))[0].deleted_at is not None
