"""Addresses: one line per channel."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.channels.portal.urls")),
    path("", include("linli.channels.ui.urls")),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("linli.channels.desk.urls")),
    path("console/", include("linli.channels.console.urls")),
    path("console/imports/", include("linli.channels.imports.urls")),
    path("api/v1/", include("linli.channels.api.urls")),
]
