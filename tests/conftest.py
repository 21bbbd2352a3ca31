"""What holds for all tests."""

import gc


def pytest_collection_finish() -> None:
    """Look for garbage rarely: pytest's own half a million objects made looking a fifth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
