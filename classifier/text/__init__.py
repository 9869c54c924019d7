"""Reading Vietnamese and English precisely, with spans on the raw characters."""
