"""What an HTML page says, by its structure: metadata, body, kind and links, each in its own file."""
