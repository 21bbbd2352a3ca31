"""Pure rules: no I/O, no clock, no chance, no asyncio."""
