"""Reviews as pages show them."""

from typing import Any

from .models import Product
from .services.reviews import Rating, product_reviews, rating_of


def product_reviews_context(product: Product) -> dict[str, Any]:
    """{"reviews": […], "rating": Rating or None} in one query."""
    reviews = product_reviews(product)
    return {"reviews": reviews, "rating": rating_of(reviews)}


def rating_data(rating: Rating | None) -> dict[str, Any]:
    """`aggregateRating` of schema.org for a Product; empty without reviews."""
    if rating is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(rating.average),
            "reviewCount": rating.count,
            "bestRating": 5,
            "worstRating": 1,
        }
    }
