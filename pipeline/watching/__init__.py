"""Watching the model: one weekly report, alarms where a figure leaves its limits, and subjects no topic covers.

The flow: ``report.build`` (store → figures of the last whole weeks) → ``report.alarms`` (figures → what is out) →
``run.watch`` writes both down and notes bursts of uncovered stories.
"""
