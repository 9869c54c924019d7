"""Why an article was flagged, or not: what it was held against, what was noticed, and what became of each difference.

``Notes`` listens while ``Comparer.compare`` works, so that the answer is of the very run that decides, not of a second
reading of the rules. ``explain`` puts what was heard into words.
"""

from classifier.explain.answer import explain
from classifier.explain.notes import Notes

__all__ = ["Notes", "explain"]
