"""Words of Wagtail and Salesman that their own catalogues misspell, or that no catalogue has.

Django asks the project's catalogue before those of the apps. A word named here gets into ours, and so to the editors in
their language. What Wagtail's catalogues name and leave untranslated in Polish is in site/locale_upstream instead.
"""

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail_localize.views.report import TranslationsReportFilterSet

WORDS = [
    # Lists
    _("Reference"),
    _("Search all pages…"),
    _("any"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("There are no %(model_name)s to display."),
    _("No %(model_name)s match your query."),
    _("Usage count"),
    _("Layout"),
    _("Grid layout"),
    _("List layout"),
    _("The filter options you have selected are not valid."),
    _("You do not have permission to access the admin."),
    # The editor
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("Currently idle"),
    _("Saving will overwrite a newer version."),
    _("View latest version"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("A network error occurred"),
    _("Go to the first error"),
    _("There are validation errors, click save to highlight them."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("Toggle minimap"),
    _("Compare"),
    _("Placeholder title"),
    # Publishing and moderation
    _("Schedule to publish"),
    _("Scheduling…"),
    _("Once scheduled:"),
    _("Expiry date/time must be in the future."),
    _('This publishing schedule will only take effect after you select the "Schedule to publish" option'),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This page was marked as needing changes at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This %(model_name)s hasn't been submitted for moderation yet"),
    _("'%(page_title)s' has been moved successfully."),
    _("Please select another parent."),
    # Checks of the content
    _("Checks"),
    _("Toggle checks"),
    _("Readability"),
    _("This data explained"),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
    _("Input button text is empty"),
    _("Empty frame title found"),
    # Help and files
    _("Show keyboard shortcuts"),
    _("Maximum filesize: %(max_upload_size)s."),
    # Names of kinds have a gender in Polish: „Wybierz inny kategoria”.
    _("Choose %(object)s"),
    _("Choose another %(object)s"),
    _("Edit this %(object)s"),
    # Everywhere
    _("Breadcrumb"),
    _("Profile"),
    _("Can submit translations"),
    _('You do not have permission to publish pages at "%(page_title)s"'),
]

#: Fields that have no label of their own, so that their names would be shown, in English.
LABELS = {
    "email_address": gettext_lazy("Email address"),
    "phone_number": gettext_lazy("Phone number"),
    "link_text": gettext_lazy("Link text"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Message body"),
    "source_locale": gettext_lazy("Source language"),
    "target_locale": gettext_lazy("Target language"),
}


def count_in_lists() -> None:
    """Below a list stands „Razem: 9” in place of Wagtail's „9 zamówienia”: it knows one plural, Polish has three."""
    WagtailPaginator.items_count_label = property(lambda pages: gettext("In all: %(count)d") % {"count": pages.count})


def name_fields() -> None:
    """The windows for links in a text and the report of translations name their fields in the language of the editor."""
    for form in (
        choosers.ExternalLinkChooserForm,
        choosers.AnchorLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
    ):
        for name, field in form.base_fields.items():
            field.label = field.label or LABELS[name]
    for name in ("source_locale", "target_locale"):
        TranslationsReportFilterSet.base_filters[name].label = LABELS[name]
