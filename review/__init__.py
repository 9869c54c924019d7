"""The desk: the pages on which people decide, FastAPI and Jinja over the store.

``create_app`` in ``app`` wires it. A request passes ``entrance`` (session, role, CSRF), reaches one function in
``pages`` (one file a noun), which asks the store and renders one template. What the desk cannot do itself
(fetch, train, build a digest) it asks of ``services``.
"""
