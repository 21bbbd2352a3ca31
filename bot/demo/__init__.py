"""The demo: the same bot on a simulated Discord in the browser. Nothing else of the bot imports this, or simcord."""

from bot.demo.show import run_demo

__all__ = ["run_demo"]
