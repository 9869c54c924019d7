"""The weekly digest: data first (``build``), shown by the desk's template; sealed once built by its job."""
