from .base import BasePage
from .claims import ClaimsMixin
from .images import MarketDocument, MarketImage, MarketRendition
from .pages import HomePage, StandardPage
from .records import NamedRecord, pages_for, ready_for_cards, with_root_paths
from .sdgs import Sdg
from .search import SearchEntry, SearchTerm
from .settings import Funder, SiteSettings
from .users import User
from .videos import Video

__all__ = [
    "BasePage",
    "ClaimsMixin",
    "Funder",
    "HomePage",
    "MarketDocument",
    "MarketImage",
    "MarketRendition",
    "NamedRecord",
    "Sdg",
    "SearchEntry",
    "SearchTerm",
    "SiteSettings",
    "StandardPage",
    "User",
    "Video",
    "pages_for",
    "ready_for_cards",
    "with_root_paths",
]
