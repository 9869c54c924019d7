"""Watching a model at work: weekly charts, quality from people's answers, and subjects that no topic covers.

Values in, values out; nothing here reads a database or the clock.
"""
