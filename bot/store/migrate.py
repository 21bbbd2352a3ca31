"""The schema's version: whether it is current, and bringing it there."""


async def is_current(url: str) -> bool:
    """Tell whether the database has the schema that this version needs.

    Raises:
        StoreError: the database cannot be read, or was made by a newer version.
    """
    raise NotImplementedError


async def upgrade(url: str) -> None:
    """Bring the schema up to date, all steps in one transaction; cheap and harmless when it is.

    Raises:
        StoreError: as ``is_current``, or a step failed (nothing is changed then).
    """
    raise NotImplementedError
