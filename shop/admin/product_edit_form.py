"""The form of a product's record: refuses what could not be sold, with the reason beside the field."""

from wagtail.admin.forms import WagtailAdminModelForm

from ..product_rules import PartDraft, part_error, product_errors, wish_errors


class ProductEditForm(WagtailAdminModelForm):
    """Checks the record together with its parts and wishes, which are formsets of the same screen."""

    def is_valid(self) -> bool:
        # The formsets first: what the product may be depends on what it will consist of.
        valid = super().is_valid()
        parts = self._rows("components")
        for form in parts:
            if (part := form.cleaned_data.get("product")) and (text := part_error(part)):
                form.add_error("product", text)
                valid = False
        for form in self._rows("personalisation_fields"):
            for name, text in wish_errors(form.instance).items():
                form.add_error(name, text)
                valid = False
        if not valid:
            return False
        drafts = [
            PartDraft(form.cleaned_data["product"], form.cleaned_data["quantity"])
            for form in parts
            if form.cleaned_data.get("product")
        ]
        wishes = [form.instance for form in self._rows("personalisation_fields")]
        for name, text in product_errors(self.instance, parts=drafts, wishes=wishes).items():
            self.add_error(name if name in self.fields else None, text)
        return not self.errors

    def _rows(self, name: str) -> list:
        """The filled-in forms of a formset that will stay."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_bound:
            return []
        return [
            form
            for form in formset.forms
            if form.is_bound
            and hasattr(form, "cleaned_data")
            and form.has_changed() | bool(form.instance.pk)
            and not form.cleaned_data.get("DELETE")
        ]
