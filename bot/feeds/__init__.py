"""The outside web, politely: fetching, parsing, pages and OPML."""
