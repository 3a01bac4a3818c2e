"""``/metrics`` for Prometheus: counts and ages of the whole house; nothing about persons, groups or towns.

What this process did is counted in it; what waits and what was confirmed is read from the database when asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.web.parts import PARTS
from bot.wiring import House
from storage.measures import Measures, measure

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds that the database may take; then only what this process counts itself is told."""


def routes() -> list[web.RouteDef]:
    """The address."""
    return [web.get("/metrics", metrics)]


async def metrics(request: web.Request) -> web.Response:
    """``GET /metrics``."""
    house = request.app[PARTS].house
    try:
        async with asyncio.timeout(PATIENCE), house.database.read() as session:
            seen = await measure(session, house.clock())
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with the database, the rest is told
        log.warning("not_measured", error=type(error).__name__)
        seen = None
    registry = CollectorRegistry()
    registry.register(_Collector(house, seen))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


@dataclass(frozen=True, slots=True, eq=False)
class _Collector:
    """Implements ``prometheus_client.registry.Collector`` for one answer."""

    house: House
    seen: Measures | None

    def collect(self) -> Iterable[Metric]:
        """All metrics."""
        yield GaugeMetricFamily("wellsay_database_up", "Whether the database answered.", value=self.seen is not None)
        yield from self._turns()
        yield from self._sends()
        if self.seen is not None:
            yield from _stored(self.seen)

    def _turns(self) -> Iterator[Metric]:
        counts = self.house.runner.counts
        turns = CounterMetricFamily("wellsay_turns", "Turns worked on by this process.", labels=["channel", "outcome"])
        seconds = CounterMetricFamily("wellsay_turn_seconds", "Time that these turns took.", labels=["channel"])
        for outcome, counter in (("done", counts.done), ("repeated", counts.again), ("failed", counts.failed)):
            for channel, number in sorted(counter.items()):
                turns.add_metric([channel, outcome], number)
        for channel, took in sorted(counts.seconds.items()):
            seconds.add_metric([channel], took)
        yield turns
        yield seconds

    def _sends(self) -> Iterator[Metric]:
        sends = CounterMetricFamily("wellsay_sends", "Messages sent by this process.", labels=["channel", "outcome"])
        for pacer in self.house.pacers:
            counts = pacer.counts
            for outcome, number in (
                ("sent", counts.sent), ("retried", counts.retried), ("refused", counts.failed), ("left", counts.left),
            ):  # fmt: skip
                sends.add_metric([pacer.channel, outcome], number)
        yield sends


def _stored(seen: Measures) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("wellsay_queue_messages", "Messages that are due and wait.", labels=["channel"])
    age = GaugeMetricFamily("wellsay_queue_age_seconds", "How long the oldest has waited.", labels=["channel"])
    for channel, (number, oldest) in sorted(seen.queue.items()):
        waiting.add_metric([channel], number)
        age.add_metric([channel], oldest)
    yield waiting
    yield age
    refused = GaugeMetricFamily(
        "wellsay_refused_messages", "Stored messages that a channel refused.", labels=["channel"]
    )
    for channel, number in sorted(seen.refused.items()):
        refused.add_metric([channel], number)
    yield refused
    yield GaugeMetricFamily("wellsay_notes", "Notes that are stored and not deleted.", value=seen.notes)
    coded = GaugeMetricFamily("wellsay_notes_coded", "Notes whose author chose a topic.", labels=["suggestion"])
    for name, number in (("accepted", seen.accepted), ("other", seen.other), ("blind", seen.blind)):
        coded.add_metric([name], number)
    yield coded
