"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.registration import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="registrations"),
    path("export/", views.export, name="registrations-export"),
    path("duties/", views.duties, name="registration-duties"),
    path("duties/new/", views.offer, name="registration-duty-add"),
    path("duties/<int:duty_id>/close/", views.close, name="registration-duty-close"),
    path("statement/<int:unit_id>/", views.statement, name="registration-statement"),
    path("statement/<int:unit_id>/export/", views.statement_export, name="registration-statement-export"),
]
