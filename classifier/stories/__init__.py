"""Stories: the articles of different outlets on the same event."""
