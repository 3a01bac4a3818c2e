"""Everything in one process: pages, Telegram, senders and the tick, on one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from functools import partial

import aiohttp
import structlog
from aiohttp import web

from bot import answering, choices
from bot.channels.push import PushService, our_key
from bot.channels.telegram import Telegram
from bot.channels.web import CHANNEL as WEB
from bot.demo import JOIN_CODE, add_demo
from bot.forgetting import seal_anew, write_down
from bot.network import lan_address, only_here
from bot.settings import Settings, SettingsError
from bot.web.app import make_app, watch_app
from bot.wiring import House, build
from scheduler import tick
from scheduler.broadcast import Broadcasts
from scheduler.followups import Followups
from scheduler.push import PushPacer
from storage.push import Subscriptions
from storage.views import SessionViews

log = structlog.get_logger()

MINUTE_SECONDS = 60
GRACE_SECONDS = 5.0
"""How long open connections may finish when the server stops."""


Role = choices.Part


def on_the_lan(settings: Settings) -> Settings:
    """The settings for ``--lan``: listen everywhere, and say so in links.

    Raises:
        SettingsError: this machine has no address on a network.
    """
    address = lan_address()
    if address is None:
        msg = "--lan needs a network, but this machine has no address on one; connect it first"
        raise SettingsError(msg)
    return settings.model_copy(
        update={"listen": f"0.0.0.0:{settings.port}", "public_url": f"http://{address}:{settings.port}"}
    )


async def serve(settings: Settings, *, demo: bool, role: Role) -> None:
    """Serve until interrupted.

    Raises:
        SettingsError: a setting is wrong, or the port is taken.
    """
    house = await build(settings)
    try:
        if demo:
            await add_demo(house.database, house.clock(), house.source)
        await _serve(house, role, demo=demo)
    finally:
        await house.close()


async def _serve(house: House, role: Role, *, demo: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        telegram = None
        if house.settings.telegram_token.get_secret_value():
            telegram = await Telegram.connect(house)
            stack.push_async_callback(telegram.close)
        if role is not Role.SENDER:
            await _start_pages(house, telegram, stack)
        if house.settings.metrics_listen:
            await _listen(watch_app(house), house.settings.metrics_listen, "WELLSAY_METRICS_LISTEN", stack)
        if role is not Role.WEB:
            rate = house.settings.telegram_rate
            broadcasts = Broadcasts(house.database, house.clock, house.bell.ring, rate)
            follow_ups = Followups(house.database, house.clock, house.source)
            ticker = tick.start(house.database, house.clock, broadcasts, follow_ups, _jobs(house))
            stack.callback(ticker.shutdown, wait=False)
        _greet(house.settings, telegram, demo=demo, role=role, wall=await _demo_wall(house) if demo else None)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(telegram.run())] if telegram and role is not Role.WEB else []
            if role is Role.SENDER:  # with pages, they lead
                running.append(tasks.create_task(house.leader.run()))
            if role is not Role.WEB:
                running.append(tasks.create_task(_push(house)))
            await stop.wait()
            for task in running:
                task.cancel()


async def _push(house: House) -> None:
    """Tell browsers of news until cancelled."""
    key = await our_key(house.database, house.keyring, house.clock)
    async with aiohttp.ClientSession() as session:
        teller = PushService(key, house.settings.public_url, house.clock, session)
        pacer = PushPacer(Subscriptions(house.database, house.keyring), teller, house.clock)
        house.bell.listen(WEB, pacer.wake)
        try:
            await pacer.run()
        finally:
            house.bell.ignore(WEB, pacer.wake)


def _jobs(house: House) -> tuple[tick.Job, ...]:
    return (
        tick.Job("answers", partial(answering.chores, house), MINUTE_SECONDS),
        tick.Job("rotate", partial(seal_anew, house.database, house.keyring), tick.DAY_SECONDS),
        tick.Job("tombstones", partial(write_down, house.database, house.settings), tick.DAY_SECONDS),
    )


async def _start_pages(house: House, telegram: Telegram | None, stack: contextlib.AsyncExitStack) -> None:
    app = make_app(house)
    if telegram:
        app.add_routes(telegram.routes())
    await _listen(app, house.settings.listen, "WELLSAY_LISTEN", stack)


async def _listen(app: web.Application, address: str, setting: str, stack: contextlib.AsyncExitStack) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE_SECONDS)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    host, _, port = address.rpartition(":")
    try:
        await web.TCPSite(runner, host, int(port)).start()
    except OSError:
        msg = f"{address} is taken or not allowed; set {setting} to another address"
        raise SettingsError(msg) from None


async def _demo_wall(house: House) -> str | None:
    """The id of the demo's wall."""
    async with house.database.read() as session:
        found = await SessionViews(session).by_code(JOIN_CODE, house.clock())
    return found.id if found else None


def _greet(settings: Settings, telegram: Telegram | None, *, demo: bool, role: Role, wall: str | None) -> None:
    """Say where everything is."""
    lines = ["Wellsay is running. Ctrl-C stops it."]
    if role is not Role.SENDER:
        code = JOIN_CODE if demo else ""
        lines.append(f"  Chat     {settings.public_url}/c/{code}" if code else f"  Chat     {settings.public_url}/")
        if wall:
            lines.append(f"  Wall     {settings.public_url}/wall/{wall}")
        if not only_here(settings.public_url) and code:
            lines.append(f"  QR code  {settings.public_url}/c/{code}/qr")
    if telegram and telegram.name:
        lines.append(f"  Telegram https://t.me/{telegram.name}" + (f"?start={JOIN_CODE}" if demo else ""))
    elif telegram:
        lines.append("  Telegram cannot be reached yet; Wellsay goes on trying.")
    else:
        lines.append(
            "  Telegram is off: make a bot with @BotFather, put its token into .env as WELLSAY_TELEGRAM_TOKEN=…"
        )
    if only_here(settings.public_url):
        lines.append("  Phones in this room can join after: wellsay serve --lan")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
