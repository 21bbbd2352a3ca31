"""What all tables share: how constraints are named, and indices over a part of a table."""

from sqlalchemy import Column, ColumnElement, Index, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def partial(name: str, *columns: Column[object], where: ColumnElement[bool]) -> Index:
    """Make an index of only those rows."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
