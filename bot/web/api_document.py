"""The API's description: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), which client generators read."""

from __future__ import annotations

from typing import Any

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
"""Of the published results."""
VERSION = "1.0.0"


def document(server: str) -> dict[str, Any]:
    """The whole document; ``server`` is the address under which the paths are found."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wellsay open data",
            "version": VERSION,
            "summary": "Published results of consultations on well-being",
            "description": (
                "Read only, without a key. Every answer has an ETag; send it back as If-None-Match. Results are frozen "
                "when they are published. Numbers that stand for too few people are null. Within a version, fields are "
                "only added."
            ),
            "license": {"name": LICENCE["name"], "url": LICENCE["url"]},
        },
        "servers": [{"url": server}],
        "paths": {
            "/consultations": _get("list_consultations", "Consultations with published results", "ConsultationList"),
            "/consultations/{id}": _get("get_consultation", "One consultation", "Consultation", _by_id()),
            "/snapshots/{id}": _get("get_snapshot", "Published results", "Snapshot", _by_id()),
            "/nomenclature": _get("get_nomenclature", "Families and topics in words", "Nomenclature", _language()),
        },
        "components": {"schemas": _schemas()},
    }


def _get(operation: str, summary: str, schema: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "Changes when the answer does."}},
            "content": _json(schema),
        },
        "304": {"description": "Not changed since the ETag that was sent."},
        "404": {"description": "There is nothing under this address.", "content": _json("Error")},
        "429": {
            "description": "Too many requests that failed.",
            "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}},
            "content": _json("Error"),
        },
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": ["results"],
            "parameters": [*parameters],
            "responses": responses,
        }
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _by_id() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def _language() -> dict[str, Any]:
    what = "A language such as fr; another than the catalogue's is answered in English."
    return {
        "name": "language",
        "in": "query",
        "required": False,
        "description": what,
        "schema": {"type": "string", "default": "en"},
    }


TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}
MAYBE_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def _object(description: str, **fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "description": description, "required": list(fields), "properties": fields}


def _list(of: str | dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"} if isinstance(of, str) else of}


def _schemas() -> dict[str, Any]:
    licence = {"$ref": "#/components/schemas/Licence"}
    value = {"type": ["string", "integer", "null"], "description": "null: the sum over this dimension"}
    return {
        "Error": _object("What went wrong.", error=TEXT),
        "Licence": _object("Under which the data may be used.", name=TEXT, url={"type": "string", "format": "uri"}),
        "Edition": _object("One publication of results.", id=TEXT, published_at=MOMENT),
        "Consultation": _object(
            "One asking of a town.",
            id=TEXT,
            title=TEXT,
            town=TEXT,
            country={"type": "string", "description": "ISO 3166-1 alpha-2"},
            languages=_list(TEXT),
            starts_at=MOMENT,
            ends_at=MAYBE_MOMENT,
            results_on=MAYBE_DAY,
            answer_by=MAYBE_DAY,
            snapshots=_list("Edition"),
        ),
        "ConsultationList": _object("All of them.", consultations=_list("Consultation"), licence=licence),
        "Cell": _object(
            "A count. null: left out because it stands for too few people, or nobody knows how many people it is.",
            values=_list(value),
            notes=COUNT,
            people=COUNT,
            share={"type": ["number", "null"], "minimum": 0, "maximum": 1},
        ),
        "Table": _object("Counts by one or two dimensions, with their sums.", by=_list(TEXT), cells=_list("Cell")),
        "Snapshot": _object(
            "Results as they were published; they never change.",
            id=TEXT,
            consultation=TEXT,
            published_at=MOMENT,
            coding={"type": "string", "description": "best: also suggested codes; confirmed: only people's"},
            threshold={"type": "integer", "description": "Fewer people than this are not shown."},
            tables=_list("Table"),
            licence=licence,
        ),
        "Block": _object("Families that belong together.", block=TEXT, families=_list(TEXT)),
        "Family": _object("A family of topics.", code=TEXT, label=TEXT),
        "Topic": _object("What a note can be about.", code=TEXT, family=TEXT, label=TEXT),
        "Nomenclature": _object(
            "Families and topics.",
            language=TEXT,
            blocks=_list("Block"),
            families=_list("Family"),
            topics=_list("Topic"),
        ),
    }
