"""A message with a picture on the page: the picture, what it says in words, and the numbers behind it."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image

from bot.wiring import House
from handlers.facilitator.families import Family, picture
from tests.channels.web.conftest import NewDevice
from tests.channels.web.page import Visit
from tests.support.many import plan, tick

SHOWN = (Family("A", 30, 0.6), Family("B", None, None), Family("D", 20, 0.4))


async def told(house: House, device: Visit) -> str:
    """Somebody who was sent results; returns the picture's address."""
    await device.take_part()
    await plan(house, "Results <b>", document=picture(SHOWN), exempt=True)
    await tick(house)
    await device.open("/c/DEMO")
    return str(re.findall(r'<img src="(/c/picture/[^"]+)"', device.page.source)[0])


async def test_the_page_shows_it_with_words_and_numbers(house: House, device: Visit) -> None:
    source = await told(house, device)
    async with device.client.get(source) as answer:
        assert answer.content_type == "image/png"
        assert Image.open(BytesIO(await answer.read())).width == 720
    page = device.page.source
    assert 'alt="What people wrote about. What we need to live: 60%; People close to me: 40%"' in page
    table = page[page.index('<figure class="chart"') : page.index("</figure>")]
    assert '<th scope="row">What we need to live</th><td>30</td><td>60%</td>' in table
    assert '<th scope="row">The place we live in</th><td>few</td><td>few</td>' in table


async def test_nobody_else_can_fetch_it(house: House, new_device: NewDevice) -> None:
    source = await told(house, await new_device())
    other = await new_device()
    async with other.client.get(source) as answer:
        assert answer.status == 409
    await other.open("/c/DEMO")
    async with other.client.get(source) as answer:
        assert answer.status == 404
