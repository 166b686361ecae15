"""Every purchase shows its social context: from each good, two clicks lead to its maker, a story and a term."""

import re

from shop.models import Product

from .crawl import Crawl, internal_links

GOALS = {
    "enterprise": r"/producenci/[^/]+/$",
    "story": r"/historie/[^/]+/$",
    "term": r"/baza-wiedzy/slownik/[^/]+/$",
    "practice": r"/baza-wiedzy/dobre-praktyki/[^/]+/$",
}


def main_links(crawl: Crawl, path: str) -> set[str]:
    """Links of a page's own content; navigation and footer would reach everything."""
    answer = crawl.answers[path]
    whole = answer.soup
    links = {link["href"] for link in whole.find("main").find_all("a", href=True)}
    return {path for path in internal_links(answer) if path in links and path in crawl.answers}


def goods(crawl: Crawl) -> list[str]:
    return [
        answer.path
        for answer in crawl.in_language("pl")
        if re.match(r"/sklep/[^/]+/$", answer.path) and 'class="product"' in answer.html
    ]


def test_two_clicks_lead_from_a_good_to_its_context(crawl: Crawl):
    lost = {}
    reach = {}
    for path in goods(crawl):
        first = main_links(crawl, path)
        second = set()
        for step in first:
            if step not in reach:
                reach[step] = main_links(crawl, step)
            second |= reach[step]
        missing = [name for name, goal in GOALS.items() if not any(re.match(goal, one) for one in first | second)]
        if missing:
            lost[path] = missing
    assert lost == {}


def test_every_good_says_who_made_it_and_what_for(crawl: Crawl):
    bad = {}
    for path in goods(crawl):
        text = crawl.answers[path].soup.find("main").get_text(" ", strip=True)
        missing = [word for word in ("Dochód idzie na", "Wykonanie", "Producent") if word not in text]
        if "Dochód idzie na" in missing:
            bad[path] = missing
    assert len(goods(crawl)) >= 60
    assert bad == {}


def test_context_leads_back_to_what_can_be_bought(crawl: Crawl):
    """Makers and stories show goods; terms of a kind of maker show whose goods those are."""
    lost = []
    for answer in crawl.in_language("pl"):
        if re.match(GOALS["enterprise"], answer.path) and not any(
            link.startswith("/sklep/") for link in main_links(crawl, answer.path)
        ):
            lost.append(answer.path)
    assert lost == []


def test_every_good_on_sale_has_a_live_maker():
    bad = Product.objects.filter(pages__live=True).exclude(enterprise__pages__live=True)
    assert list(bad) == []
