"""Learning the weights of bot.extraction from data/training; nothing here is imported at run time."""
