"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.hot import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="hot"),
    path("export/", views.export, name="hot-export"),
    path("<int:issue_id>/", views.issue, name="hot-issue"),
    path("<int:issue_id>/export/", views.export_cases, name="hot-issue-export"),
    path("<int:issue_id>/theme/", views.found_theme, name="hot-theme"),
]
