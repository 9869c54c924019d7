"""Alembic migrations, run by ``Store.migrate``; no alembic.ini is needed.

A new revision: ``python -m models.migrations.revise "what changes"`` writes what the tables and the
latest revision differ in, to be read and completed by hand.
"""
