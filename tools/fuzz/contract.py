"""The API's own description: its operations, and whether an answer keeps to it."""

import json
import re
from dataclasses import dataclass
from typing import Any

import requests
import schemathesis
from schemathesis import Case, Response
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tools.fuzz.wire import Answer, Sent
from tools.say import CannotGoOn

PROMISES = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@dataclass(frozen=True)
class Operation:
    """One method of one address, as the description has it."""

    drawn: "APIOperation[Any, Any, Any, Any]"
    described: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def method(self) -> str:
        return self.drawn.method.upper()

    @property
    def path(self) -> str:
        return self.drawn.path

    @property
    def label(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1')}"

    @property
    def resource(self) -> str:
        return self.path.removeprefix("/api/v1/").split("/")[0]

    @property
    def queries(self) -> list[str]:
        return [one["name"] for one in self.described.get("parameters", []) if one["in"] == "query"]

    @property
    def has_body(self) -> bool:
        return "requestBody" in self.described

    @property
    def fields(self) -> dict[str, Any]:
        """The names of the body's fields, each with its schema."""
        if not self.has_body:
            return {}
        found = self.described["requestBody"]["content"]["application/json"]["schema"]
        return dict(self.resolved(found).get("properties", {}))

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        found: dict[str, Any] = self.schemas[name] if name else schema
        return found

    def breaks(self, sent: Sent, answer: Answer, case: Case[Any] | None = None) -> list[str]:
        """What in the answer is not as described."""
        named = case or self.drawn.Case(path_parameters=dict.fromkeys(re.findall(r"{(\w+)}", self.path), "1"))
        request = requests.Request(sent.method, "http://product" + sent.target).prepare()
        heard = Response(
            status_code=answer.status,
            headers={name: [value] for name, value in answer.headers.items()},
            content=answer.body,
            request=request,
            elapsed=answer.seconds,
            verify=True,
        )
        try:
            named.validate_response(heard, checks=promises())
        except FailureGroup as group:
            return [said(failure) for failure in group.exceptions]
        except Failure as failure:
            return [said(failure)]
        return []


def said(failure: Failure) -> str:
    return " ".join(f"{failure.title}: {failure.message}".split())[:200]


def promises() -> list[Any]:
    return [CHECKS.get_one(name) for name in PROMISES]


def operations(schema: dict[str, Any]) -> list[Operation]:
    load_all_checks()
    described = schemathesis.openapi.from_dict(json.loads(json.dumps(schema)))
    found = []
    for result in described.get_all_operations():
        drawn: APIOperation[Any, Any, Any, Any] | None = result.ok() if isinstance(result, Ok) else None
        if drawn is None:
            raise CannotGoOn(f"An operation of the description cannot be read: {result}")
        found.append(Operation(drawn, schema["paths"][drawn.path][drawn.method], schema["components"]["schemas"]))
    return found


def sent_by(case: Case[Any], base: str) -> Sent:
    """The request that schemathesis has drawn, as bytes."""
    drawn = requests.Request(**{**case.as_transport_kwargs(base_url=base), "cookies": None}).prepare()
    ours = {"content-length", "cookie", "connection", "host", "authorization"}
    headers = tuple((str(name), str(value)) for name, value in drawn.headers.items() if name.lower() not in ours)
    body = drawn.body or b""
    if not isinstance(body, bytes | str):
        raise CannotGoOn(f"{drawn.url}: schemathesis wants to stream a body.")
    return Sent(str(drawn.method), drawn.path_url, headers, body.encode() if isinstance(body, str) else body)
