"""Discord only: parse the input, make one service call, render the answer."""
