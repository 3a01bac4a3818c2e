"""What hostile, broken or hasty clients send: a sentence or a quiet refusal, nothing stored twice, nothing lost."""

from __future__ import annotations

import json

import pytest

from bot.wiring import House
from tests.channels.web.page import JSON, Visit
from tests.channels.web.test_conversation import texts
from tests.support.world import Clock


async def test_an_unknown_code_shows_the_way(device: Visit) -> None:
    for code in ("NOPE", "%00", "a" * 300, "😀", "-", "\u202e"):
        page = await device.open(f"/c/{code}")
        assert page.status == 404
        assert "This code does not work" in page.source
        assert 'href="/c/DEMO"' in page.source


async def test_the_home_page_leads_on(device: Visit) -> None:
    assert 'href="/c/DEMO"' in (await device.open("/")).source
    answer = await device.client.post("/join", data={"code": " demo "})
    assert answer.url.path == "/c/demo"
    assert (await device.client.post("/join", data={"code": "../x"})).status == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"id":1}', b'{"id":"a","kind":"text","value":7}', b"[" * 60_000],
)
async def test_malformed_json(device: Visit, body: bytes) -> None:
    await device.take_part()
    answer = await device.client.post("/c/send", data=body, headers={**JSON, "Content-Type": "application/json"})
    assert answer.status == 400
    assert (await answer.json())["error"] == "The page sent something that we could not read. Please load it again."


async def test_a_malformed_form(device: Visit) -> None:
    await device.take_part()
    assert (await device.form(nothing="x")).status == 400
    answer = await device.client.post("/c/send", data=b"\x00", headers={"Content-Type": "multipart/form-data"})
    assert answer.status == 400


async def test_a_megabyte(device: Visit, house: House) -> None:
    await device.take_part()
    answer = await device.send("text", "x" * 1_000_000)
    assert answer.status == 413
    assert "too long" in (await answer.json())["error"]
    answer = await device.send("text", "x" * 4097)
    assert answer.status == 413
    assert (await device.send("text", "quiet " + "x" * 4000)).status == 200
    assert len(await texts(house)) == 1


async def test_posts_from_other_sites_are_refused(device: Visit, house: House) -> None:
    await device.take_part()
    own = f"http://{device.client.host}:{device.client.port}"
    body = json.dumps({"id": "a", "who": device.page.who, "kind": "text", "value": "friends"})
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": own, "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ):
        answer = await device.client.post("/c/send", data=body, headers={"Content-Type": "application/json", **headers})
        assert answer.status == 403
    assert await texts(house) == []
    for headers in ({"Origin": own}, {"Origin": "null"}, {"Origin": own, "Sec-Fetch-Site": "same-origin"}):
        answer = await device.client.post("/c/send", data=body, headers={"Content-Type": "application/json", **headers})
        assert answer.status == 200
    assert await texts(house) == ["friends"]


async def test_without_the_pages_own_mark_nothing_is_taken(device: Visit, house: House) -> None:
    await device.take_part()
    assert (await device.form(text="friends", who="")).status == 403
    assert await texts(house) == []


async def test_very_fast_is_asked_to_wait_and_loses_nothing(device: Visit, house: House, clock: Clock) -> None:
    await device.take_part()
    statuses = [(await device.send("text", f"friends {n}", id=f"n{n}")).status for n in range(62)]
    assert statuses.count(429) > 0
    assert statuses[:50] == [200] * 50
    clock.forward(seconds=30)
    for n, status in enumerate(statuses):
        if status == 429:
            assert (await device.send("text", f"friends {n}", id=f"n{n}")).status == 200
    assert sorted(await texts(house)) == sorted(f"friends {n}" for n in range(62))


async def test_nul_and_bidi_override_are_harmless(device: Visit, house: House) -> None:
    await device.take_part()
    assert (await device.send("text", "qui\x00et \u202enights\ud800")).status == 200
    assert (await device.send("command", "mine\x00")).status == 400
    assert (await device.send("text", "/start a\x00b\ud800")).status == 200
    assert await texts(house) == ["quiet nights"]


async def test_people_s_words_stay_words(device: Visit) -> None:
    await device.take_part()
    attack = """<script>alert(1)</script> "><img src=x onerror=alert(1)> /forget {{7*7}} friends"""
    page = await device.form(text=attack)
    assert "<script>alert" not in page.source
    assert "<img src=x" not in page.source
    assert "<script>alert(1)</script>" in page.cards[-1]
    assert 'value="forget"' not in page.source.split('id="log"')[1].split("</main>")[0]


@pytest.mark.parametrize("action", ["ok:zzzzzzzzzz:B1", "nonsense", "a b", "é" * 90, "del:x'; drop table note", "\x00"])
async def test_a_button_that_is_not_theirs(device: Visit, action: str) -> None:
    await device.take_part()
    answer = await device.send("choice", action)
    assert answer.status == 200
    assert "This button no longer works" in (await device.open()).cards[-1]


async def test_unknown_pages(device: Visit) -> None:
    page = await device.open("/nowhere")
    assert page.status == 404
    assert "This page does not exist" in page.source
    assert (await device.client.get("/static/../app.py")).status == 404


async def test_an_error_of_ours_is_one_sentence(
    device: Visit, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await device.take_part()

    async def broken(_inbound: object) -> None:
        msg = "private words"
        raise OSError(msg)

    monkeypatch.setattr(type(house.runner), "handle", lambda _self, inbound: broken(inbound))
    answer = await device.send("text", "friends")
    assert answer.status == 500
    assert (await answer.json())["error"] == "That did not work. Please try again."
    said = "".join(capsys.readouterr())
    assert "OSError" in said
    assert "private words" not in said
    assert "friends" not in said
