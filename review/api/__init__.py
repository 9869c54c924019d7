"""The JSON API: the desk's resources for scripts, read only, with the same sessions, roles and blind rules."""
