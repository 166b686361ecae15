from django.utils.translation import gettext_lazy as _

from home.claims import ClaimsForm

from .gates import Words, gate_obstacles


class ProductPageForm(ClaimsForm):
    """Tells the editor in time what the model would refuse at publication, and what the law asks for."""

    def clean(self):
        cleaned = super().clean()
        product = cleaned.get("product")
        if product and self.is_going_public():
            self.instance.product = product
            if message := self.instance.publishing_obstacle():
                self.add_error("product", message)
            if not cleaned.get("picture"):
                self.add_error("picture", _("A product needs a picture before it can be published."))
            words = Words(cleaned.get("composition") or "", cleaned.get("safety") or "", has_picture=True)
            for message in gate_obstacles(product, words):
                self.add_error("product", message)
        return cleaned
