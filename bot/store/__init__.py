"""The only home of SQL: SQLAlchemy Core, one module a subject."""
