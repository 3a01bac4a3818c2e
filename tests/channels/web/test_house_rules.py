"""Headers, cookies, caching, health, the QR code, and what makes the page installable."""

from __future__ import annotations

import re

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import make_app
from bot.wiring import House
from tests.channels.web.page import Visit


async def test_every_answer_is_guarded(device: Visit) -> None:
    for path in ("/", "/c/DEMO", "/nowhere", "/healthz", "/r", "/sw.js"):
        headers = (await device.client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_nothing_inline_and_nothing_from_elsewhere(device: Visit) -> None:
    for path in ("/", "/c/DEMO", "/shell", "/r", "/nowhere"):
        source = (await device.open(path)).source
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", source)
        assert not re.search(r'(src|href|action)="(https?:)?//', source)


async def test_the_cookie(device: Visit) -> None:
    cookie = (await device.client.get("/c/DEMO")).cookies["wellsay"]
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert not cookie["secure"]


async def test_the_cookie_is_held_to_https_where_we_have_it(house: House) -> None:
    house.settings.public_url = "https://wellsay.example"
    async with TestClient(TestServer(make_app(house))) as client:
        assert (await client.get("/c/DEMO")).cookies["wellsay"]["secure"]


async def test_the_chat_is_kept_nowhere_and_files_for_ever(device: Visit) -> None:
    answer = await device.client.get("/c/DEMO")
    assert answer.headers["Cache-Control"] == "no-store"
    source = await answer.text()
    for path in re.findall(r'"(/static/[^"]+)"', source):
        file = await device.client.get(path)
        assert file.status == 200
        assert "immutable" in file.headers["Cache-Control"]
    assert (await device.client.get("/static/chat.css")).status == 404


async def test_a_look_ahead_of_the_browser_begins_nothing(device: Visit) -> None:
    answer = await device.client.get("/c/DEMO", headers={"Sec-Purpose": "prefetch"})
    assert answer.status == 503
    assert "wellsay" not in answer.cookies
    assert "wellsay" not in (await device.client.head("/c/DEMO")).cookies


async def test_health(device: Visit, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await device.client.get("/healthz")).status == 200
    assert (await device.client.get("/readyz")).status == 200

    def gone() -> None:
        raise OSError

    monkeypatch.setattr(house.database, "read", gone)
    assert (await device.client.get("/readyz")).status == 503
    assert (await device.client.get("/healthz")).status == 200


async def test_the_qr_code_needs_an_address_that_phones_reach(device: Visit, house: House) -> None:
    assert "Phones cannot open http://localhost:8080" in (await device.open("/c/DEMO/qr")).source
    house.settings.public_url = "http://192.0.2.7:8080"
    page = await device.open("/c/DEMO/qr")
    assert "<svg" in page.source
    assert "192.0.2.7:8080" in page.source
    assert (await device.open("/c/NOPE/qr")).status == 404


async def test_it_can_be_put_on_the_home_screen(device: Visit) -> None:
    manifest = await (await device.client.get("/manifest.webmanifest")).json()
    assert manifest["name"] == "Wellsay listens"
    for icon in manifest["icons"]:
        assert (await device.client.get(icon["src"])).status == 200
    worker = await (await device.client.get("/sw.js")).text()
    assert '"VERSION"' not in worker
    for path in re.findall(r'"(/static/[^"]+)"', worker):
        assert (await device.client.get(path)).status == 200
    await device.open("/c/DEMO2")
    assert (await device.client.get("/c/")).url.path == "/c/DEMO2"
