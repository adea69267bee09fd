"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.orders import setup, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="orders"),
    path("export/", views.export, name="orders-export"),
    path("numbers/", views.numbers, name="order-numbers"),
    path("takers/", views.takers, name="order-takers"),
    path("takers/export/", views.takers_export, name="order-takers-export"),
    path("takers/new/", setup.taker, name="order-taker-add"),
    path("takers/<int:taker_id>/", setup.taker, name="order-taker"),
    path("takers/<int:taker_id>/end/", setup.taker_end, name="order-taker-end"),
    path("services/", setup.services, name="services"),
    path("services/export/", setup.services_export, name="services-export"),
    path("services/new/", setup.service, name="service-add"),
    path("services/<slug:code>/", setup.service, name="service"),
    path("order/<str:number>/", views.order, name="order"),
    path("order/<str:number>/personal/", views.personal, name="order-personal"),
    path("order/<str:number>/<slug:verb>/", views.act, name="order-act"),
]
