from django.urls import path

from .views import StoriesFeed, event_ics

urlpatterns = [
    path("historie/rss/", StoriesFeed(), name="stories_feed"),
    path("wydarzenia/<int:pk>/termin.ics", event_ics, name="event_ics"),
]
