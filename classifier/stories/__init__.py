"""Stories: the articles of different outlets on the same event, found as they arrive."""

from classifier.stories.index import COPIES, PlacedArticle, StoryIndex, group

__all__ = ["COPIES", "PlacedArticle", "StoryIndex", "group"]
