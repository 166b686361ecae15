"""Texts from editors: links resolved together, glossary terms linked at their first use on the page."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from ..glossary import GlossaryLinker, Term, load_terms, own_term
from ..rich_text import expand_links, fetch_renditions

register = template.Library()

#: Where the entries and the codes already linked are kept while a page is rendered.
TERMS = "_glossary_terms"
USED = "_glossary_used"
#: Set inside {% glossary %}: links are then resolved for the whole text at its end.
WAITING = "_links_wait"


def terms_of(context: Context) -> dict[str, Term]:
    """All entries by code, fetched once a request."""
    request = context.get("request")
    terms = getattr(request, TERMS, None)
    if terms is None:
        terms = load_terms()
        if request is not None:
            setattr(request, TERMS, terms)
    return terms


def linker_of(context: Context) -> GlossaryLinker:
    """A linker that remembers, for the whole request, which terms have been linked."""
    request, page = context.get("request"), context.get("page")
    terms = terms_of(context)
    used = getattr(request, USED, None)
    if used is None:
        own = own_term(page)
        used = {term.code for term in terms.values() if term.term_id == own}
        if request is not None:
            setattr(request, USED, used)
    language = getattr(page, "content_language", None) or get_language()
    return GlossaryLinker(terms, language=language, used=used)


class GlossaryNode(template.Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        if context.get(WAITING):
            return self.nodelist.render(context)
        with context.push(**{WAITING: True}):
            html = self.nodelist.render(context)
        return mark_safe(linker_of(context).link(expand_links(html)))  # noqa: S308 - only our own templates' output


@register.tag
def glossary(parser: Parser, token: Token) -> GlossaryNode:
    """{% glossary %}text{% endglossary %}: the first use of each term becomes a word that opens its definition."""
    nodelist = parser.parse(("endglossary",))
    parser.delete_first_token()
    return GlossaryNode(nodelist)


@register.simple_tag(takes_context=True)
def term(context: Context, code: str) -> Term | None:
    """The entry of a code: url, title, definition, abbreviation, language; None where there is no such entry."""
    return terms_of(context).get(code)


@register.simple_tag(takes_context=True)
def rich(context: Context, value: RichText | str | None) -> SafeString:
    """Rich text for readers; inside {% glossary %} its links are resolved with those of the whole text."""
    source = value.source if isinstance(value, RichText) else value or ""
    return mark_safe(source if context.get(WAITING) else expand_links(source))  # noqa: S308 - editors' rich text


@register.simple_tag(takes_context=True)
def body(context: Context, stream: StreamValue) -> SafeString:
    """The body of a page: its blocks, with links, pictures and terms fetched for all of them together."""
    if not isinstance(stream, StreamValue):
        return mark_safe("")
    fetch_renditions(stream)
    with context.push(**{WAITING: True}):
        blocks = [block.render_as_block(context.flatten()) for block in stream]
    return mark_safe(linker_of(context).link(expand_links("".join(blocks))))  # noqa: S308 - rendered by templates
