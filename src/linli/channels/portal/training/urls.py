"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.portal.training import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.courses, name="training"),
    path("<int:course_id>/", views.course, name="course"),
    path("mine/<int:trainee_id>/<slug:verb>/", views.act, name="training-act"),
]
