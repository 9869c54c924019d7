"""Detectors: one kind of finding a file."""
