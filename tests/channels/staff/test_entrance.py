import sqlalchemy as sa

from bot.wiring import House
from storage.staff import INVITE_DAYS, SESSION_DAYS, invite
from storage.tables import AuditRow, StaffRow, TownRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.world import Clock


async def town_of(house: House) -> int:
    async with house.database.read() as session:
        return int((await session.scalars(sa.select(TownRow.id))).one())


async def test_a_link_opens_the_console_once(house: House, new_desk: NewDesk) -> None:
    async with house.database.write() as session:
        token = await invite(session, "facilitator", house.clock(), town_id=await town_of(house))
    first, second = await new_desk(), await new_desk()
    assert "facilitator" in (await first.enter(f"http://localhost:8080/staff/enter#{token}")).source
    assert (await second.enter(token)).status == 410
    assert "used already" in second.text
    assert (await second.open()).status == 401
    assert (await first.open()).status == 200


async def test_opening_the_page_of_a_link_does_not_use_it_up(house: House, desk: Desk) -> None:
    async with house.database.write() as session:
        token = await invite(session, "admin", house.clock(), town_id=await town_of(house))
    for _ in range(3):
        assert (await desk.open("/staff/enter")).status == 200
    assert (await desk.enter(token)).status == 200


async def test_links_and_browsers_grow_too_old(house: House, clock: Clock, new_desk: NewDesk) -> None:
    async with house.database.write() as session:
        token = await invite(session, "admin", house.clock(), town_id=await town_of(house))
    desk = await new_desk()
    await desk.come_in(house, "admin", await town_of(house))
    clock.forward(days=INVITE_DAYS, seconds=1)
    assert (await (await new_desk()).enter(token)).status == 410
    clock.forward(days=SESSION_DAYS - INVITE_DAYS)
    assert (await desk.open()).status == 401


async def test_leaving_closes_the_browser_even_for_a_copied_cookie(house: House, desk: Desk) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    jar = desk.client.session.cookie_jar.filter_cookies(desk.client.make_url("/"))
    kept = {name: one.value for name, one in jar.items()}
    await desk.post("/staff/leave")
    assert "You have left" in desk.text
    async with desk.client.get("/staff", cookies=kept) as answer:
        assert answer.status == 401


async def test_forms_of_other_pages_are_refused(house: House, desk: Desk) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    own = desk.token
    assert (await desk.post("/staff/colleagues/invite", form="0" * 32, role="admin")).status == 403
    assert (await desk.post("/staff/colleagues/invite", form=own, role="admin")).status == 200
    headers = {"Origin": "https://elsewhere.example"}
    data = {"form": own, "role": "admin"}
    async with desk.client.post("/staff/colleagues/invite", data=data, headers=headers) as answer:
        assert answer.status == 403


async def test_the_first_of_all_says_which_town_it_is(house: House, desk: Desk) -> None:
    assert "Which town" in (await desk.come_in(house, "facilitator")).source
    refused = await desk.post("/staff/town", name=" ", country="LV", language="en")
    assert refused.status == 422
    assert "Please write the name" in desk.text
    await desk.post("/staff/town", name="Testtown <b>", country="LV", language="en")
    assert "Testtown <b>" in desk.text
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow).where(TownRow.name == "Testtown <b>"))).one()
    assert (town.timezone, town.country) == ("Europe/Riga", "LV")


async def test_only_admins_see_colleagues_and_can_end_their_access_at_once(house: House, new_desk: NewDesk) -> None:
    town = await town_of(house)
    admin, facilitator = await new_desk(), await new_desk()
    await facilitator.come_in(house, "facilitator", town)
    assert (await facilitator.open("/staff/colleagues")).status == 403
    await admin.come_in(house, "admin", town)
    await admin.open("/staff/colleagues")
    async with house.database.read() as session:
        hers = (await session.scalars(sa.select(StaffRow.public_id).where(StaffRow.role == "facilitator"))).one()
    await admin.post(f"/staff/colleagues/{hers}/end")
    assert "access ended" in admin.text
    assert (await facilitator.open()).status == 401
    async with house.database.read() as session:
        log = list(await session.execute(sa.select(AuditRow.verb, AuditRow.role, AuditRow.object_id)))
    assert ("ended", "admin", hers) in [tuple(one) for one in log]


async def test_nobody_can_end_colleagues_of_another_town(house: House, desk: Desk) -> None:
    town, now = await town_of(house), house.clock()
    async with house.database.write() as session:
        other = TownRow(public_id="other", name="Other", timezone="Europe/Riga", default_language="en", created_at=now)
        session.add(other)
        await session.flush()
        session.add(StaffRow(public_id="stranger", town_id=other.id, role="admin", created_at=now))
    await desk.come_in(house, "admin", town)
    assert (await desk.post("/staff/colleagues/stranger/end")).status == 403
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(StaffRow).where(StaffRow.public_id == "stranger"))).one()
    assert row.revoked_at is None


async def test_the_console_speaks_the_chosen_language(house: House, desk: Desk) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    await desk.post("/staff/language", language="xx")
    assert '<html lang="en"' in desk.page.source
