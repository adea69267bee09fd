"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.portal.orders import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.catalogue, name="orders"),
    path("new/<slug:code>/", views.new, name="order-new"),
    path("helping/", views.helping, name="helping"),
    path("<str:number>/", views.order, name="order"),
    path("<str:number>/personal/", views.personal, name="order-personal"),
    path("<str:number>/<slug:verb>/", views.act, name="order-act"),
]
