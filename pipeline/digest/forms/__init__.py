"""The forms of a digest: one file each, all made from the same blocks."""
