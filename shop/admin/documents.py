"""The documents of sale in the admin: list, one document, correction, number of KSeF."""

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.admin.access import AdminPageView
from home.admin.columns import WIDE
from home.formats import money
from stories.models import Enterprise

from ..models import SalesDocument
from ..services.errors import ShopError
from ..services.papers import ksef
from ..services.papers.fa3 import has_xml, invoice_xml
from ..services.papers.issuing import current_lines, document_correct, documents_issue
from ..services.papers.pdf import document_pdf, file_name
from ..services.papers.view import document_view
from .order_views import OrderPage


class DocumentFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("kind"), choices=SalesDocument.Kind.choices)
    ksef_state = django_filters.ChoiceFilter(label="KSeF", choices=SalesDocument.Ksef.choices)
    enterprise = django_filters.ModelChoiceFilter(label=gettext_lazy("maker"), queryset=Enterprise.objects.all())
    issued_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("issued on"), widget=DateRangePickerWidget)

    class Meta:
        model = SalesDocument
        fields: list[str] = []


def buyer_name(document: SalesDocument) -> str:
    return document.data["buyer"]["name"]


class DocumentIndexView(IndexView):
    """Newest first; found by number, reference of the order, company or NIP. What is listed can be exported."""

    list_export = ["number", "kind", "issued_on", "sold_on", "order.ref", "enterprise.name", "total", "ksef_state", "ksef_number"]

    def get_base_queryset(self):
        return SalesDocument.objects.select_related("order", "enterprise")

    def search_queryset(self, queryset):
        if not (words := self.search_query):
            return queryset
        return queryset.filter(
            Q(number__icontains=words) | Q(order__ref__icontains=words) | Q(order__company__icontains=words)
            | Q(order__nip__icontains=words) | Q(order__name__icontains=words)
        )  # fmt: skip

    def get_list_buttons(self, instance):
        return []

    def get_add_url(self):
        return None

    def get_edit_url(self, instance):
        return reverse("documents:edit", args=[instance.pk])

    @property
    def header_buttons(self):
        return []


class DocumentPage(AdminPageView):
    """What the screens of one document share."""

    any_permission = ("shop.view_salesdocument", "shop.change_salesdocument")
    header_icon = "doc-full"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = SalesDocument.objects.select_related("order", "enterprise", "corrects")
        self.document = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self):
        return f"{self.document.data['title']} {self.document.number}"

    def get_trail(self):
        return [(_("Invoices and bills"), reverse("documents:index"))]

    @property
    def url(self) -> str:
        return reverse("documents:edit", args=[self.document.pk])


class DocumentView(DocumentPage):
    """One document as it was issued, with what follows it. Its number at KSeF is written down here."""

    template_name = "shop/admin/document.html"

    def get_context_data(self, **kwargs):
        document = self.document
        base = document.corrects or document
        return super().get_context_data(
            sheet=document_view(document),
            document=document,
            order=document.order,
            corrections=[row for row in (base, *base.corrections.order_by("pk")) if row.pk != document.pk],
            has_xml=has_xml(document),
            waits=document.ksef_state in {"waiting", "sent", "rejected"},
            may_change=self.request.user.has_perm("shop.change_salesdocument"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm("shop.change_salesdocument"):
            return self.http_method_not_allowed(request)
        try:
            if "retry" in request.POST:
                ksef.invoice_retry(document=self.document)
            else:
                ksef.number_record(document=self.document, number=request.POST.get("number", ""))
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Written down."))
        return redirect(self.url)


class DocumentFileView(DocumentPage):
    """The document as PDF, XML (FA(3)), or KSeF's confirmation of receipt."""

    def get(self, request, *args, **kwargs):
        document, kind = self.document, kwargs["kind"]
        if kind == "pdf":
            return _download(document_pdf(document=document), "application/pdf", file_name(document, "pdf"))
        if kind == "xml" and has_xml(document):
            return _download(invoice_xml(document=document), "application/xml", file_name(document, "xml"))
        if kind == "upo" and document.ksef_upo:
            return _download(document.ksef_upo.encode(), "application/xml", file_name(document, "upo.xml"))
        raise Http404


def _download(content: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


class CorrectionForm(forms.Form):
    """Pieces that came back, line by line, and an amount by which the rest becomes cheaper."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("It stands on the correction. In Polish.")
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Cheaper by (PLN gross)"), max_digits=9, decimal_places=2, min_value=0, required=False, localize=True,
        help_text=gettext_lazy("Shared among all lines in proportion to what they cost. Leave empty for goods that came back."),
    )  # fmt: skip

    def __init__(self, data=None, *, lines):
        super().__init__(data)
        self.lines = lines
        for place, line in enumerate(lines):
            if line.quantity:
                self.fields[f"line-{place}"] = forms.IntegerField(
                    label=_("Pieces that came back: %(name)s (of %(count)d)") % {"name": line.name, "count": line.quantity},
                    min_value=0, max_value=line.quantity, initial=0, required=False,
                )  # fmt: skip

    @property
    def line_fields(self):
        return [self[name] for name in self.fields if name.startswith("line-")]

    def pieces(self) -> dict[int, int]:
        rows = ((place, self.cleaned_data.get(f"line-{place}")) for place in range(len(self.lines)))
        return {place: pieces for place, pieces in rows if pieces}


class DocumentCorrectView(DocumentPage):
    """Issues a correction with a reason."""

    any_permission = ("shop.change_salesdocument",)
    template_name = "shop/admin/document_correct.html"

    def get_page_title(self):
        return _("Correct")

    def get_trail(self):
        return [*super().get_trail(), (self.document.number, self.url)]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CorrectionForm(lines=current_lines(self.document.corrects or self.document)))
        return super().get_context_data(document=self.document, document_url=self.url, **kwargs)

    def post(self, request, *args, **kwargs):
        form = CorrectionForm(request.POST, lines=current_lines(self.document.corrects or self.document))
        if form.is_valid():
            cleaned = form.cleaned_data
            try:
                correction = document_correct(
                    document=self.document, reason=cleaned["reason"], lines=form.pieces(), amount=cleaned["amount"] or None,
                    by=request.user,
                )  # fmt: skip
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Issued: %(number)s.") % {"number": correction.number})
                return redirect("documents:edit", correction.pk)
        return self.render_to_response(self.get_context_data(form=form))


class OrderIssueView(OrderPage):
    """The button on the order that issues its documents."""

    any_permission = ("shop.change_salesdocument",)

    def get(self, request, *args, **kwargs):
        return redirect(self.order_url)

    def post(self, request, *args, **kwargs):
        try:
            documents = documents_issue(order=self.order, by=request.user)
        except ShopError as error:
            messages.error(request, error.message)
        else:
            numbers = ", ".join(document.number for document in documents)
            text = _("Issued: %(number)s.") % {"number": numbers} if numbers else _("Nothing on this order needs a document.")
            messages.success(request, text)
        return redirect(self.order_url)


class DocumentViewSet(ModelViewSet):
    """Documents are issued from orders and corrected, never written, changed or deleted by hand."""

    model = SalesDocument
    name = "documents"
    url_prefix = "sales-documents"
    icon = "doc-full"
    menu_label = gettext_lazy("Invoices and bills")
    menu_order = 21
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = DocumentIndexView
    filterset_class = DocumentFilterSet
    search_fields = ["number"]
    ordering = "-issued_on"
    list_per_page = 50
    form_fields: list[str] = []
    list_display = [
        TitleColumn("number", label=gettext_lazy("Number"), sort_key="number", url_name="documents:edit"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        DateColumn("issued_on", label=gettext_lazy("Issued on"), sort_key="issued_on", classname=WIDE),
        Column("buyer", label=gettext_lazy("Buyer"), accessor=buyer_name, classname=WIDE),
        Column("order", label=gettext_lazy("Order"), accessor="order.ref", classname=WIDE),
        Column("enterprise", label=gettext_lazy("Maker"), accessor="enterprise.name", classname=WIDE),
        Column("total", label=gettext_lazy("Total"), accessor=lambda row: money(row.total), sort_key="total"),
        Column("ksef_state", label="KSeF", accessor="get_ksef_state_display", sort_key="ksef_state", classname=WIDE),
    ]

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", DocumentView.as_view(), name="edit"),
            path("<int:pk>/correct/", DocumentCorrectView.as_view(), name="correct"),
            path("<int:pk>/file/<slug:kind>/", DocumentFileView.as_view(), name="file"),
            path("order/<int:pk>/issue/", OrderIssueView.as_view(), name="issue"),
        ]
