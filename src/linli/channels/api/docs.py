"""A page that describes the interface: made from the same OpenAPI description, without scripts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from linli.channels.api.summaries import SUMMARIES


@dataclass(frozen=True, slots=True)
class Value:
    """One parameter or one field."""

    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for."""

    method: str
    address: str
    summary: str
    words: str
    parameters: tuple[Value, ...]
    body: tuple[Value, ...]
    answer: tuple[Value, ...]


def page(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """Make the page that describes an API."""

    @require_safe
    def docs(request: HttpRequest) -> HttpResponse:
        schema = api.get_openapi_schema()
        return render(request, "api/docs.html", {"operations": list(operations(schema)), "api": schema["info"]})

    return docs


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI description."""
    for address, methods in schema["paths"].items():
        for method, one in methods.items():
            content = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            answers = [answer for status, answer in one["responses"].items() if str(status).startswith("2")]
            answer = answers[0].get("content", {}).get("application/json", {}).get("schema", {}) if answers else {}
            yield Operation(
                method=method.upper(),
                address=address,
                summary=_summary(one.get("summary", "").capitalize()),
                words=one.get("description", ""),
                parameters=tuple(_parameter(row) for row in one.get("parameters", [])),
                body=tuple(_fields(schema, content)),
                answer=tuple(_fields(schema, answer)),
            )


def _summary(words: str) -> str:
    return gettext(words) if words in SUMMARIES else words


def _parameter(row: dict[str, Any]) -> Value:
    words = row.get("description") or row["schema"].get("description", "")
    return Value(row["name"], _kind(row["schema"]), row.get("required", False), words)


def _fields(schema: dict[str, Any], shape: dict[str, Any]) -> Iterator[Value]:
    found = _resolve(schema, shape)
    for name, field in found.get("properties", {}).items():
        yield Value(name, _kind(field), name in found.get("required", []), field.get("description", ""))


def _resolve(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    reference = shape.get("$ref", "")
    return schema["components"]["schemas"].get(reference.rpartition("/")[2], {}) if reference else shape


def _kind(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    if "anyOf" in shape:
        return " | ".join(_kind(one) for one in shape["anyOf"])
    if shape.get("type") == "array":
        return f"[{_kind(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type", ""))
