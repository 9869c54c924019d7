"""Full-text search over the latest versions of all articles, the same on SQLite (FTS5) and PostgreSQL.

Texts are indexed twice: as written (tone placement made equal) and folded without diacritics. A word typed
with diacritics finds exactly that word, one typed without finds all that fold to it: "hoà bình" is not
"hoa binh", but "hoa binh" finds both.
"""
