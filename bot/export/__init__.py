"""What is handed out as a file: the picture of a calendar, and the calendar itself for other programs."""
