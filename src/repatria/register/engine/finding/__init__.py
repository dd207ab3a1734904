"""An index in memory by which one person is found among a million, however spelt.

No Django here: the same engine answers the search page and ``repatria search``.
"""
