"""Who may edit the page of a good: besides the editors, the staff of the enterprise that made it."""

from wagtail.models import PagePermissionTester


class ProductPagePermissionTester(PagePermissionTester):
    """Rights to a product page. The maker's staff edit it and send it to the editors; they never publish."""

    def can_edit(self) -> bool:
        return super().can_edit() or self._is_by_maker()

    def _is_by_maker(self) -> bool:
        if not self.user.is_active or "add" not in self.permissions or self.page.alias_of_id:
            return False
        enterprises = self.user.__dict__.get("_own_enterprise_ids")
        if enterprises is None:
            enterprises = set(self.user.enterprises.values_list("pk", flat=True))
            self.user.__dict__["_own_enterprise_ids"] = enterprises
        return bool(enterprises) and self.page.specific.product.enterprise_id in enterprises
