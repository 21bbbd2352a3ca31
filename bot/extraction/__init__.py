"""Reading articles: text in, facts out, each with the sentence that says it. Pure: no network, no store, no clock.

:mod:`bot.extraction.engine` reads; whoever only asks for the version does not load it.
"""

VERSION = 1
"""Goes up whenever an article may be read differently than before: what an older version read is then read again."""
