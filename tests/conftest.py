"""What holds for all tests."""

import gc
import os

from hypothesis import settings

settings.register_profile(
    "ci", derandomize=True
)  # CI judges a change, not the luck of the day; elsewhere chance goes on
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_collection_finish() -> None:
    """Look for garbage rarely: pytest's own half a million objects made looking a fifth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
