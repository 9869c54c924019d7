"""Every stage alone, on files or standard input, without a database (DESIGN.md section 8)."""
