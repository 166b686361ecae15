"""Search over all public pages: words are indexed in their basic forms, without accents; see docs/decisions/0025.

`text` and `stems` turn texts into terms and know no database; `documents` says what of a page counts how much; `backend`
keeps the index, called by Wagtail; `vocabulary` holds the words of the index in memory; `queries` finds and ranks.
"""
