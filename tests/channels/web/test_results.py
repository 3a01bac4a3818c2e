import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import openapi_spec_validator
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from openapi_schema_validator import OAS31Validator

from bot.reports.results import publish
from bot.web.app import make_app
from bot.wiring import House
from storage.ids import new_id
from storage.tables import ConsultationRow, NoteRow, PersonRow, SessionRow, SnapshotRow, TownRow
from tests.support.world import Clock

FAMILIES = {"A": 9, "B": 8, "D": 7, "E": 2}
"""How many people wrote one note of each family; those of E are too few to be shown."""
Client = TestClient[Any, Any]


async def write_notes(house: House, families: dict[str, int] = FAMILIES) -> str:
    """Notes of as many people as there are notes; returns the consultation's id."""
    now = house.clock()
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        place = (await session.scalars(sa.select(SessionRow.id).order_by(SessionRow.id))).first()
        assert place is not None
        for family, count in families.items():
            for _ in range(count):
                person = PersonRow(public_id=new_id(house.source), town_id=town, created_at=now)
                session.add(person)
                await session.flush()
                session.add(
                    NoteRow(
                        public_id=new_id(house.source), session_id=place, person_id=person.id, number=1, question=1,
                        text="something", safe_text="something", language="en", source="own", channel="web",
                        suggestions=[], author_code=f"{family}1", created_at=now, changed_at=now,
                    )
                )  # fmt: skip
        return (await session.scalars(sa.select(ConsultationRow.public_id))).one()


@pytest.fixture
async def client(house: House) -> AsyncIterator[Client]:
    made = TestClient(TestServer(make_app(house)))
    await made.start_server()
    yield made
    await made.close()


@pytest.fixture
async def consultation(house: House) -> str:
    return await write_notes(house)


async def publish_now(house: House, consultation: str) -> str:
    async with house.database.write() as session:
        return (await publish(session, consultation, house.clock(), house.source)).id


async def get(client: Client, path: str, **headers: str) -> tuple[int, Any, Any]:
    async with client.get(path, headers=headers) as answer:
        text = await answer.text()
        body = json.loads(text) if answer.content_type == "application/json" and text else text
        return answer.status, body, answer.headers


async def test_nothing_is_open_before_somebody_published(client: Client, consultation: str) -> None:
    assert (await get(client, f"/results/{consultation}"))[0] == 404
    assert (await get(client, f"/api/v1/consultations/{consultation}"))[0] == 404
    assert (await get(client, "/api/v1/consultations"))[1]["consultations"] == []


async def test_published_results_are_a_page_with_tables_and_a_picture(
    client: Client, house: House, consultation: str
) -> None:
    edition = await publish_now(house, consultation)
    status, page, headers = await get(client, f"/results/{consultation}")
    assert status == 200
    assert "What people said in Wellsay" in page
    assert "26 notes" in page
    assert "What we need to live" in page
    assert "few" in page
    assert "creativecommons.org" in page
    assert "You get an answer by" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    status, drawn, headers = await get(client, f"/results/{consultation}/{edition}/families.svg?language=en")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert "<svg" in drawn
    assert "<svg" in (await get(client, f"/results/{consultation}/{edition}/feelings.svg"))[1]
    assert (await get(client, f"/results/{consultation}/{edition}/other.svg"))[0] == 404
    assert (await get(client, f"/results/{consultation}/nothing/families.svg"))[0] == 404


async def test_what_was_published_stays_as_it_was(
    client: Client, house: House, consultation: str, clock: Clock
) -> None:
    first = await publish_now(house, consultation)
    before = (await get(client, f"/api/v1/snapshots/{first}"))[1]
    clock.forward(days=30)
    await write_notes(house, {"A": 20, "F": 30})
    second = await publish_now(house, consultation)
    clock.forward(minutes=1)
    assert (await get(client, f"/api/v1/snapshots/{first}"))[1] == before
    listed = (await get(client, f"/api/v1/consultations/{consultation}"))[1]
    assert [one["id"] for one in listed["snapshots"]] == [second, first]
    page = (await get(client, f"/results/{consultation}?edition={first}"))[1]
    assert "26 notes" in page
    assert "76 notes" in (await get(client, f"/results/{consultation}"))[1]


async def test_small_numbers_are_null(client: Client, house: House, consultation: str) -> None:
    edition = await publish_now(house, consultation)
    body = (await get(client, f"/api/v1/snapshots/{edition}"))[1]
    family = next(table for table in body["tables"] if table["by"] == ["family"])
    cells = {cell["values"][0]: cell for cell in family["cells"]}
    assert cells["E"] == {"values": ["E"], "notes": None, "people": None, "share": None}
    assert sum(cell["notes"] is None for cell in cells.values()) >= 2  # else the sum would tell
    assert body["threshold"] == 5
    assert body["licence"]["name"] == "CC BY 4.0"


async def test_what_did_not_change_is_not_sent_again(client: Client, house: House, consultation: str) -> None:
    edition = await publish_now(house, consultation)
    for path in (
        f"/api/v1/snapshots/{edition}",
        "/api/v1/consultations",
        "/api/v1/openapi.json",
        f"/results/{consultation}",
    ):
        status, _, headers = await get(client, path)
        assert status == 200
        status, body, again = await get(client, path, **{"If-None-Match": headers["ETag"]})
        assert (status, body) == (304, "")
        assert again["ETag"] == headers["ETag"]
        assert (await get(client, path, **{"If-None-Match": '"another"'}))[0] == 200


async def test_other_pages_may_read_the_open_data_but_not_post(client: Client) -> None:
    _, _, headers = await get(client, "/api/v1/consultations", Origin="https://elsewhere.example")
    assert headers["Access-Control-Allow-Origin"] == "*"
    async with client.post("/api/v1/consultations") as answer:
        assert answer.status in {404, 405}


async def test_the_document_says_what_is_answered(client: Client, house: House, consultation: str) -> None:
    edition = await publish_now(house, consultation)
    document = (await get(client, "/api/v1/openapi.json"))[1]
    openapi_spec_validator.validate(document)
    schemas = document["components"]["schemas"]
    for path, name in (
        ("/consultations", "ConsultationList"),
        (f"/consultations/{consultation}", "Consultation"),
        (f"/snapshots/{edition}", "Snapshot"),
        ("/nomenclature?language=fr", "Nomenclature"),
        ("/nothing", "Error"),
    ):
        body = (await get(client, f"/api/v1{path}"))[1]
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        errors = [one.message for one in OAS31Validator(whole).iter_errors(body)]
        assert errors == [], path
        assert set(body) == set(schemas[name]["properties"]), path


async def test_topics_are_told_in_the_language_asked_for(client: Client) -> None:
    english = (await get(client, "/api/v1/nomenclature"))[1]
    french = (await get(client, "/api/v1/nomenclature?language=fr"))[1]
    assert (len(english["families"]), len(english["topics"])) == (8, 67)
    assert english["families"] != french["families"]
    assert (await get(client, "/api/v1/nomenclature?language=xx"))[1] == english


async def test_a_whole_hall_behind_one_address_is_served(client: Client, house: House, consultation: str) -> None:
    edition = await publish_now(house, consultation)
    for _ in range(500):
        status, _, _ = await get(client, f"/api/v1/snapshots/{edition}")
        assert status == 200


async def test_whoever_tries_addresses_is_slowed_down(client: Client, clock: Clock) -> None:
    found = [(await get(client, f"/api/v1/snapshots/guess{number}"))[0] for number in range(40)]
    assert found[0] == 404
    assert found[-1] == 429
    _, body, headers = await get(client, "/api/v1/snapshots/another")
    assert body["error"]
    assert int(headers["Retry-After"]) > 0
    clock.forward(minutes=1)
    assert (await get(client, "/api/v1/snapshots/another"))[0] == 404


async def test_a_deleted_consultation_is_no_longer_open(
    client: Client, house: House, consultation: str, clock: Clock
) -> None:
    from storage.deletion import erase_consultation

    edition = await publish_now(house, consultation)
    async with house.database.write() as session:
        await erase_consultation(session, (await session.scalars(sa.select(ConsultationRow.id))).one())
        assert await session.scalar(sa.select(sa.func.count()).select_from(SnapshotRow)) == 0
    clock.forward(minutes=1)
    assert (await get(client, f"/api/v1/snapshots/{edition}"))[0] == 404


async def test_the_sheet_says_what_the_settings_say(client: Client, house: House, consultation: str) -> None:
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(ConsultationRow))).one()
        row.voice_days, row.retention_days = 9, 33
        row.ends_at = dt.datetime(2026, 6, 30, 16, tzinfo=dt.UTC)
        row.town.contact = "Data office <b>, room 7"
    _, page, _ = await get(client, f"/privacy/{consultation}")
    for words in (
        "9 days",
        "33 days",
        "2 August 2026",
        "Data office &lt;b&gt;, room 7",
        "/forget",
        "fewer than 5 people",
    ):
        assert words in page, words
    assert (await get(client, "/privacy/nothing"))[0] == 404
    _, french, _ = await get(client, f"/privacy/{consultation}", **{"Accept-Language": "fr"})
    assert 'lang="fr"' in french
