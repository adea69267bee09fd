"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.lists import making, matching, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listed, name="lists"),
    path("export/", views.export, name="lists-export"),
    path("resource/new/", making.resource, name="list-resource-add"),
    path("project/new/", making.project, name="list-project-add"),
    path("matching/", matching.matching, name="lists-matching"),
    path("matching/start/", matching.start, name="lists-match"),
    path("matching/export/", matching.export, name="lists-matching-export"),
    path("matching/<str:number>/", matching.options, name="lists-options"),
    path("matching/<str:number>/<int:resource_id>/<slug:how>/", matching.overrule, name="lists-overrule"),
    path("months/", views.months, name="lists-months"),
    path("months/publish/", views.publish, name="lists-publish"),
    path("months/<int:list_id>/review/", views.review, name="lists-review"),
    path("needs/<str:number>/personal/", views.personal, name="list-personal"),
    path("<slug:kind>/<str:number>/", views.one, name="list-one"),
    path("<slug:kind>/<str:number>/<slug:verb>/", views.act, name="list-act"),
]
