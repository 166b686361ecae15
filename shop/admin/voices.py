"""What buyers say and ask: reviews to be read, requests for something similar to be answered."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from home.admin.access import AdminPageView
from home.admin.reports import MarketReport

from ..models import Review, SimilarRequest
from ..services.errors import ShopError
from ..services.reviews import review_publish, review_refuse
from ..services.similar_requests import similar_request_answer, similar_request_close
from .access import own_enterprises


class ReviewReport(MarketReport):
    """Reviews, those that wait first."""

    name = "market_report_reviews"
    address = "reviews"
    page_title = _("Reviews")
    header_icon = "comment"
    any_permission = ("shop.change_order",)
    list_export = ["created_at", "product.name", "stars", "text", "signature", "state"]
    columns = [
        TitleColumn(
            "product",
            label=_("Product"),
            accessor="product.name",
            get_url=lambda review: reverse("market_review", args=[review.pk]),
        ),
        Column("stars", label=_("Stars")),
        Column("text", label=_("Review"), accessor=lambda review: review.text[:120]),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("created_at", label=_("Written")),
    ]

    def get_queryset(self):
        waiting = F("moderated_at").asc(nulls_first=True)
        return Review.objects.select_related("product").order_by(waiting, "-created_at")


class SimilarReport(MarketReport):
    """Requests for something similar; a workshop's person sees those about the own goods."""

    name = "market_report_similar"
    address = "similar-requests"
    page_title = _("Requests for something similar")
    header_icon = "mail"
    any_permission = ("shop.change_order",)
    list_export = ["created_at", "product.name", "message", "needed_by", "state"]
    columns = [
        TitleColumn(
            "product",
            label=_("Product"),
            accessor="product.name",
            get_url=lambda request: reverse("market_similar", args=[request.pk]),
        ),
        Column("message", label=_("Request"), accessor=lambda request: request.message[:120]),
        Column("needed_by", label=_("Needed by")),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("created_at", label=_("Written")),
    ]

    def get_queryset(self):
        waiting = F("answered_at").asc(nulls_first=True)
        return SimilarRequest.objects.select_related("product").order_by(waiting, "-created_at")


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("why refused"),
        max_length=200,
        help_text=_("Which rule it breaks: insult, personal data, advertising. A low mark is no reason. The buyer gets these words by e-mail."),
    )


class ReviewView(AdminPageView):
    """One review: publish it, or say why not."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/review.html"
    header_icon = "comment"
    page_title = _("Review")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.review = get_object_or_404(Review.objects.select_related("product", "item__order"), pk=kwargs["pk"])

    def get_trail(self):
        return [(ReviewReport.page_title, reverse(ReviewReport.name))]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", RefusalForm())
        return super().get_context_data(review=self.review, back_url=reverse(ReviewReport.name), **kwargs)

    def post(self, request, *args, **kwargs):
        if "publish" in request.POST:
            review_publish(review=self.review, by=request.user)
            messages.success(request, _("The review is published."))
            return redirect(ReviewReport.name)
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        review_refuse(review=self.review, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The review is not shown. The reason goes to the buyer by e-mail."))
        return redirect(ReviewReport.name)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whether you can make it, when, for how much, and how to order. It goes out by e-mail at once."),
    )


class SimilarView(AdminPageView):
    """One request, answered by the shop's staff or by the workshop whose good it is about."""

    template_name = "shop/admin/similar.html"
    header_icon = "mail"
    page_title = _("Request for something similar")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        requests = similar_requests_of(request.user) if request.user.is_authenticated else SimilarRequest.objects.none()
        self.similar = requests.select_related("product", "answered_by").filter(pk=kwargs["pk"]).first()

    def is_allowed(self, user) -> bool:
        return self.similar is not None

    def get_trail(self):
        if self.request.user.has_perm("shop.change_order"):
            return [(SimilarReport.page_title, reverse(SimilarReport.name))]
        return [(_("My workshop"), reverse("market_workshop"))]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", AnswerForm())
        return super().get_context_data(similar=self.similar, back_url=self.get_trail()[0][1], **kwargs)

    def post(self, request, *args, **kwargs):
        back = self.get_trail()[0][1]
        if "close" in request.POST:
            similar_request_close(request=self.similar, by=request.user)
            messages.success(request, _("The request is put aside."))
            return redirect(back)
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                similar_request_answer(
                    request=self.similar, answer=form.cleaned_data["answer"], by=request.user
                )
            except ShopError as error:
                form.add_error("answer", error.message)
            else:
                messages.success(request, _("The answer is on its way."))
                return redirect(back)
        return self.render_to_response(self.get_context_data(form=form))


def similar_requests_of(user) -> QuerySet[SimilarRequest]:
    """The requests that a user may see and answer: all for the shop's staff, those about own goods for a workshop."""
    if user.has_perm("shop.change_order"):
        return SimilarRequest.objects.all()
    if not user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return SimilarRequest.objects.filter(product__enterprise__in=own_enterprises(user))
