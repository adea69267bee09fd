"""Addresses: one line per channel."""

from django.urls import include, path

handler400 = handler403 = "linli.channels.ui.errors.refused_by_django"
handler404 = "linli.channels.ui.errors.not_found"
handler500 = "linli.channels.ui.errors.broken"

urlpatterns = [
    path("api/v1/", include("linli.channels.api.urls")),   # first: each line is tried in turn
    path("", include("linli.channels.portal.urls")),
    path("", include("linli.channels.ui.urls")),
    path("accounts/", include("linli.channels.ui.account_urls")),
    path("desk/", include("linli.channels.desk.urls")),
    path("console/", include("linli.channels.console.urls")),
    path("console/imports/", include("linli.channels.imports.urls")),
]
