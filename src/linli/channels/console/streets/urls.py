"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.streets import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="streets"),
    path("export/", views.export, name="streets-export"),
    path("new/<int:area_id>/", views.adopt, name="street-adopt"),
    path("<int:stretch_id>/", views.change, name="street-change"),
    path("<int:stretch_id>/end/", views.end, name="street-end"),
]
