"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.portal.volunteer import kinds, thanks, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="volunteer"),
    path("register/", views.register, name="volunteer-register"),
    path("activity/<int:activity_id>/", views.activity, name="activity"),
    path("activity/<int:activity_id>/sign-up/", views.sign_up, name="activity-sign-up"),
    path("activity/<int:activity_id>/withdraw/", views.withdraw, name="activity-withdraw"),
    path("activity/<int:activity_id>/attend/", views.attend, name="activity-attend"),
    path("mine/", views.mine, name="volunteer-mine"),
    path("teams/", views.teams, name="teams"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/<slug:code>/", kinds.kind, name="kind"),
    path("shop/", thanks.shop, name="volunteer-shop"),
    path("shop/<int:item_id>/reserve/", thanks.reserve, name="shop-reserve"),
    path("shop/aside/<int:redemption_id>/back/", thanks.give_back, name="shop-back"),
    path("certificates/", thanks.certificates, name="certificates"),
    path("certificates/<str:number>.pdf", thanks.certificate, name="certificate"),
]
