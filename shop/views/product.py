"""The product page once more, when what was chosen or written on it cannot be taken."""

from django.http import HttpRequest, HttpResponse

from home.models import pages_for

from ..cards import shown_on
from ..models import Product, ProductPage
from ..product_choices import Refusal
from ..services.errors import LineRefused, ShopError
from ..services.lines import PUT_TOGETHER
from ..services.personalisation import fields_of


def product_page_again(request: HttpRequest, product: Product | None, error: ShopError) -> HttpResponse | None:
    """The page of the product with what was typed and what is wrong with it; None where nothing could be typed.

    A good that is only put into the basket has nothing to be kept: the page of the basket tells of it.
    """
    if product is None or not (isinstance(error, LineRefused) or _has_fields(product)):
        return None
    page = pages_for([shown_on(product)], page_class=ProductPage, field="product").get(shown_on(product))
    if page is None:
        return None
    errors = error.errors if isinstance(error, LineRefused) else {}
    refusal = Refusal(values=request.POST.dict(), message=error.message, errors=errors)
    response = page.serve(request, refusal=refusal)
    response.status_code = error.http_status
    return response


def _has_fields(product: Product) -> bool:
    return product.kind in PUT_TOGETHER or bool(fields_of([product]))
