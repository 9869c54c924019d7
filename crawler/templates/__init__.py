"""Templates learned an outlet at a time: where an article stands on its pages, and how far that is trusted.

``read`` reads a page by what was learned, or says why it will not; ``learn`` takes a page that was read in full
as evidence. Nothing here decides what an article's text is: that is crawler/extraction, whose rules read the parts
a template cuts out of the page too.
"""

from crawler.templates.learn import learn
from crawler.templates.read import read
from crawler.templates.trust import Layout, Learned, Part, from_json, to_json

__all__ = ["Layout", "Learned", "Part", "from_json", "learn", "read", "to_json"]
