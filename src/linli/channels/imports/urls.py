"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.imports import exports, messages, runs, views

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("example/<slug:kind>/", views.example, name="example"),
    path("export/<slug:kind>/", exports.export, name="export"),
    path("messages/", messages.bring, name="messages"),
    path("messages/<int:job_id>/", messages.watch, name="messages-job"),
    path("<int:run_id>/", runs.page, name="run"),
    path("<int:run_id>/try/", runs.try_out, name="try"),
    path("<int:run_id>/begin/", runs.begin, name="begin"),
    path("<int:run_id>/stop/", runs.stop, name="stop"),
    path("<int:run_id>/remove/", runs.remove, name="remove"),
    path("<int:run_id>/progress/", runs.progress, name="progress"),
    path("<int:run_id>/refused.xlsx", runs.refused_rows, name="refused"),
]
