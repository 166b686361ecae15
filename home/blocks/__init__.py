from .body import BodyBlock, FigureEmbedBlock, ProductEmbedBlock
from .text import DescribedImageBlock, HeadingBlock, NoteBlock, ParagraphBlock, PictureBlock, QuoteBlock
from .video import VideoBlock

__all__ = [
    "BodyBlock",
    "DescribedImageBlock",
    "FigureEmbedBlock",
    "HeadingBlock",
    "NoteBlock",
    "ParagraphBlock",
    "PictureBlock",
    "ProductEmbedBlock",
    "QuoteBlock",
    "VideoBlock",
]
