"""Models in, messages out: cards, paging and buttons."""
