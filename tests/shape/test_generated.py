"""The pages that are made out of the agreements and the code are current."""

import pytest
from tests.spec.generated import FOLDER, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name):
    path = FOLDER / name
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert kept == PAGES[name], f"docs/generated/{name} is stale: run python -m tests.spec and keep what it writes"
