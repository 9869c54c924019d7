"""Stories: the articles of different outlets on the same event, found as they arrive."""

from classifier.stories.index import PlacedArticle, StoryIndex, group

__all__ = ["PlacedArticle", "StoryIndex", "group"]
