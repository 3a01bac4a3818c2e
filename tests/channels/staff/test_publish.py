import html
import re

from bot.wiring import House
from storage.staff import ROLES
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.channels.staff.test_rules import town_of
from tests.channels.web.test_results import write_notes
from tests.support.world import Clock


async def test_an_admin_looks_and_publishes(house: House, desk: Desk, clock: Clock) -> None:
    consultation = await write_notes(house)
    await desk.come_in(house, "admin", await town_of(house))
    await desk.open("/staff/results")
    assert "Nothing is published yet" in desk.text
    await desk.open(f"/staff/results/{consultation}")
    assert "few" in desk.text
    assert "left out" in desk.text
    await desk.post(f"/staff/results/{consultation}/publish", coding="best", threshold="5")
    assert "Published 1 time" in desk.text
    assert (await desk.open(f"/results/{consultation}")).status == 200
    clock.forward(days=1)
    await write_notes(house, {"A": 1})  # the difference would tell what one person said
    await desk.open(f"/staff/results/{consultation}")
    assert "cannot be published without giving away something" in desk.text
    await desk.open("/staff/results")
    refused = await desk.post(f"/staff/results/{consultation}/publish", coding="best", threshold="5")
    assert refused.status == 422
    await write_notes(house, {"A": 20, "F": 30})
    await desk.open(f"/staff/results/{consultation}")
    assert "checked against 1 earlier publication" in desk.text


async def test_others_see_what_could_be_published_but_cannot_do_it(house: House, new_desk: NewDesk) -> None:
    consultation = await write_notes(house)
    for role in ROLES[1:]:
        desk = await new_desk()
        await desk.come_in(house, role, await town_of(house))
        token = desk.token
        assert (await desk.open(f"/staff/results/{consultation}")).status == 200
        assert "few" in desk.text
        drawn = re.findall(r'<img src="([^"]+)" alt="What ', desk.page.source)
        assert [one.partition("/draft/")[2].partition(".")[0] for one in drawn] == ["families", "feelings"]
        for one in drawn:
            assert "<svg" in (await desk.open(html.unescape(one))).source
        await desk.open(f"/staff/results/{consultation}")
        assert (await desk.post(f"/staff/results/{consultation}/publish", form=token)).status == 403
    assert (await desk.open(f"/results/{consultation}")).status == 404


async def test_nobody_can_lower_the_threshold(house: House, desk: Desk) -> None:
    consultation = await write_notes(house)
    await desk.come_in(house, "admin", await town_of(house))
    await desk.open(f"/staff/results/{consultation}?threshold=1&coding=nonsense")
    assert 'value="5"' in desk.page.source
    assert "few" in desk.text
