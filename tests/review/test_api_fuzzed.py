"""The API against its own OpenAPI (schemathesis): no server error, no answer that breaks what is declared.

Requests that fit the declaration and requests that do not, for each operation, over a real server; the same ones each time.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from models.store import Store
from review.sessions import COOKIE
from tests.review.desk import empty_digest, signed_in
from tests.review.material import NOW, Office, add_audit
from tests.review.test_claims import suggest

EXAMPLES = 12  # of each operation and mode
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def api(app: FastAPI, desk_url: str, store: Store, office: Office) -> tuple[Any, dict[str, str]]:
    """The schema of the running desk with something in every resource, and the headers of a signed-in person."""
    suggest(store, office.wrong)
    add_audit(store, "ho", "Hồ Sen cạn", "Hồ Sen cạn nước sau hai tháng không mưa.")
    with store.begin() as tx:
        tx.digests.save("2026-W46", empty_digest("2026-W46"), NOW)
    headers = {"Cookie": f"{COOKIE}={signed_in(app, 'reviewer').http.cookies[COOKIE]}"}
    return schemathesis.openapi.from_url(f"{desk_url}/api/v1/openapi.json", headers=headers), headers


def test_no_server_error_and_no_breach_of_the_schema(api: tuple[Any, dict[str, str]], desk_url: str) -> None:
    schema, headers = api
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 11
    asked: dict[str, int] = {}
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            cases = operation.as_strategy(generation_mode=mode)

            @seed(1)
            @BOUNDED
            @given(case=cases)
            def holds(case: Any) -> None:
                case.call_and_validate(headers=headers, timeout=20)
                asked[case.operation.label] = asked.get(case.operation.label, 0) + 1

            try:
                holds()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE  # it takes nothing that could be wrong
    assert set(asked) == {operation.label for operation in operations}
