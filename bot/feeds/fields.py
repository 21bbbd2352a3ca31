"""Taking fields out of documents that others wrote: whatever is missing or of a wrong type is simply absent."""


def field(source: object, key: str) -> object:
    """Return a field as it is, None if there is none.

    Past ``get`` of the source's own class: feedparser's answers ``updated`` with the date of ``published``.
    """
    return dict.get(source, key) if isinstance(source, dict) else None


def text(source: object, key: str) -> str:
    """Return a field as text, "" if absent. Numbers count: many publishers number their ids."""
    value = field(source, key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def items(source: object, key: str) -> list[object]:
    """Return a field that is a list, an empty one if absent."""
    value = field(source, key)
    return value if isinstance(value, list) else []
