"""Addresses of the pages of learning."""

from django.urls import path

from linli.channels.console.learning import home, lessons, report

urlpatterns = [
    path("", home.home, name="learning"),
    path("export/", home.export, name="learning-export"),
    path("trust/", home.trust, name="learning-trust"),
    path("cases/", home.learn, name="learning-cases"),
    path("use/", home.use, name="learning-use"),
    path("corrections/", home.corrections, name="corrections"),
    path("corrections/export/", home.export_corrections, name="corrections-export"),
    path("file/", lessons.bring, name="lesson"),
    path("file/<int:file_id>/", lessons.columns, name="lesson-columns"),
    path("<int:version_id>/", report.report, name="learned"),
    path("<int:version_id>/export/", report.export, name="learned-export"),
]
