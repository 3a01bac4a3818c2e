"""The web application: every address, and what stands before all of them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from aiohttp import web

from bot.imports.jobs import Jobs
from bot.web import api, chat, following, metrics, pages, privacy, push, results, sending, wall
from bot.web.assets import Assets
from bot.web.errors import sentences
from bot.web.limits import Buckets
from bot.web.live import Watch
from bot.web.parts import PARTS, Parts
from bot.web.security import add_headers, only_ours
from bot.web.staff import (
    actions,
    after,
    answer,
    answers,
    coding,
    colleagues,
    consultations,
    departments,
    entrance,
    feedback,
    files,
    groups,
    guide,
    imports,
    listening,
    log,
    meeting,
    numbers,
    overview,
    paper,
    publish,
    rules,
    telling,
    witness,
)
from bot.web.staff import wall as wall_desk
from bot.web.thrift import THRIFT, Thrift
from bot.web.views import environment
from bot.web.wall_live import WALLS, Walls
from bot.wiring import House

DESKS = (
    entrance,
    overview,
    colleagues,
    answers,
    answer,
    consultations,
    groups,
    meeting,
    telling,
    guide,
    paper,
    imports,
    coding,
    listening,
    wall_desk,
    publish,
    numbers,
    files,
    rules,
    log,
    actions,
    departments,
    after,
    feedback,
)
"""The console's modules; each names its own addresses."""


def watch_app(house: House) -> web.Application:
    """Only what tells whether a process is well: for one without pages, or on an address of its own."""
    assets = Assets()
    app = web.Application()
    app[PARTS] = Parts(house, environment(assets), assets, Buckets(), Watch(house))
    app.add_routes([web.get("/healthz", pages.healthz), web.get("/readyz", pages.readyz), *metrics.routes()])
    return app


def make_app(house: House) -> web.Application:
    """The application for a house; whoever runs it closes the house."""
    assets = Assets()
    watch = Watch(house)
    guard = only_ours(house.settings.public_url, ("/c/", "/staff/", "/actions/"), frozenset({"/join", "/r"}))
    app = web.Application(middlewares=[sentences, guard], client_max_size=sending.LARGEST_BODY)
    app[PARTS] = Parts(house, environment(assets), assets, Buckets(), watch)
    app[imports.JOBS] = Jobs()
    app.cleanup_ctx.append(lambda one: one[imports.JOBS].run())
    app[witness.SEEN] = OrderedDict()
    app[files.ONE_AT_A_TIME] = asyncio.Lock()
    app[THRIFT] = Thrift()
    app.on_response_prepare.append(add_headers)
    app.cleanup_ctx.append(lambda _app: watch.run())
    app.cleanup_ctx.append(house.leader.running)

    async def stop_watching(_app: web.Application) -> None:
        watch.stop()

    app.on_shutdown.append(stop_watching)
    app.add_routes(following.routes())
    app.add_routes(push.routes())  # before /c/{code}
    app.add_routes(
        [
            web.get("/", pages.home),
            web.post("/join", pages.join),
            web.get("/c/", pages.where_i_was),
            web.post("/c/send", sending.send),
            web.post("/c/voice", sending.voice),
            web.post("/c/next", sending.next_person),
            web.get("/c/events", chat.events, allow_head=False),
            web.get("/c/messages", chat.messages, allow_head=False),
            web.get("/c/mydata.{ending:txt|json}", chat.my_data, allow_head=False),
            web.get(r"/c/picture/{id:\d{1,18}}.png", chat.picture, allow_head=False),
            web.get("/c/{code}", chat.chat),
            web.get("/c/{code}/qr", pages.qr),
            web.get("/r", pages.return_page),
            web.post("/r", pages.come_back),
            web.get("/shell", pages.shell),
            web.get("/manifest.webmanifest", pages.manifest),
            web.get("/sw.js", pages.worker),
            web.get("/static/{name}", assets.serve),
            web.get("/healthz", pages.healthz),
            web.get("/readyz", pages.readyz),
            *metrics.routes(),
            *privacy.routes(),
            *results.routes(),
            *api.routes(),
        ]
    )
    walls = app[WALLS] = Walls(house)
    app.cleanup_ctx.append(lambda _app: walls.run())
    app.on_shutdown.append(walls.stop)
    app.add_routes(wall.routes())
    for desk in DESKS:
        app.add_routes(desk.routes())
    return app
