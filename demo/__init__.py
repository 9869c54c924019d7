"""A small real web of invented outlets on 127.0.0.1, for `doichieu demo` and for the tests.

Nothing here imports any other package of the product: the demo is written apart from what reads it.
"""
