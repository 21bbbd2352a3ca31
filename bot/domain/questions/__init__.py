"""Questions made of facts: what they are (``question``), what they are made from, and how."""
