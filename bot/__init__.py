"""The core of Callsheet: feeds in, stories out, with the source of every word kept."""

__version__ = "0.1.0"
