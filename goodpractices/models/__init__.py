from .figures import Figure, FigureIndexPage
from .glossary import GlossaryIndexPage, GlossaryTerm, GlossaryTermPage
from .guides import GuideIndexPage, GuidePage
from .knowledge import KnowledgeIndexPage
from .practices import GoodPracticeIndexPage, GoodPracticePage, Industry

__all__ = [
    "Figure",
    "FigureIndexPage",
    "GlossaryIndexPage",
    "GlossaryTerm",
    "GlossaryTermPage",
    "GoodPracticeIndexPage",
    "GoodPracticePage",
    "GuideIndexPage",
    "GuidePage",
    "Industry",
    "KnowledgeIndexPage",
]
