"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.ui import switches

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/size", switches.size, name="size"),
    path("settings/language", switches.language, name="language"),
]
