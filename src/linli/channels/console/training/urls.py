"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.training import follow, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="training"),
    path("export/", views.export, name="training-export"),
    path("new/", views.plan, name="course-plan"),
    path("ask/", follow.to_ask, name="training-ask"),
    path("figures/", follow.figures, name="training-figures"),
    path("figures/export/", follow.figures_export, name="training-figures-export"),
    path("<int:course_id>/", views.one, name="course"),
    path("<int:course_id>/cancel/", views.cancel, name="course-cancel"),
    path("<int:course_id>/enrol/", views.enrol, name="course-enrol"),
    path("<int:course_id>/export/", views.trainees_export, name="course-export"),
    path("trainee/<int:trainee_id>/", follow.trainee, name="trainee"),
]
