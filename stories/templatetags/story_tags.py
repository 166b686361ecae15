"""Small pieces of this room for templates."""

from django import template
from wagtail.models import Page

register = template.Library()


@register.simple_tag
def list_url(page: Page) -> str:
    """Address of the list above a page."""
    return page.get_parent().url or ""
