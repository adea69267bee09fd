"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.console.rulesets import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.sets, name="rule-sets"),
    path("new/", views.new, name="rule-set-add"),
    path("<int:set_id>/", views.one, name="rule-set"),
    path("<int:set_id>/export/", views.export, name="rule-set-export"),
    path("<int:set_id>/rule/", views.rule, name="rule-set-rule-add"),
    path("<int:set_id>/rule/<int:place>/", views.rule, name="rule-set-rule"),
    path("<int:set_id>/rule/<int:place>/<slug:verb>/", views.act, name="rule-set-act"),
    path("<int:set_id>/publish/", views.publish, name="rule-set-publish"),
    path("<int:set_id>/drop/", views.drop, name="rule-set-drop"),
]
