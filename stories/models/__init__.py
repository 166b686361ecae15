from .campaigns import CampaignIndexPage, CampaignPage
from .enterprise_pages import EnterpriseIndexPage, EnterprisePage
from .enterprises import Certificate, Enterprise, Technique
from .events import EventIndexPage, EventPage
from .stories import StoryIndexPage, StoryPage

__all__ = [
    "CampaignIndexPage",
    "CampaignPage",
    "Certificate",
    "Enterprise",
    "EnterpriseIndexPage",
    "EnterprisePage",
    "EventIndexPage",
    "EventPage",
    "StoryIndexPage",
    "StoryPage",
    "Technique",
]
