"""Topics: what an article is substantially about. Values in, values out; no database, no clock."""
