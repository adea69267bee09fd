"""Addresses."""

from django.urls import URLPattern, URLResolver, include, path

from linli.channels.portal import around, board, gifts, home, lists, meetings, registration, report, tracking, wishes
from linli.channels.portal.volunteer import thanks

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("where/", home.where, name="where"),
    path("serving/", home.serving, name="serving"),
    path("report/", report.report, name="report"),
    path("report/place/", report.place_words, name="place_words"),
    path("report/places/", report.places, name="places"),
    path("report/similar/", report.similar, name="similar"),
    path("track/", tracking.by_code, name="track"),
    path("track/<int:following_id>/", tracking.tracking, name="tracking"),
    path("track/<int:following_id>/<str:verb>/", tracking.act, name="act"),
    path("mine/", tracking.mine, name="mine"),
    path("around/", around.around, name="around"),
    path("c/<str:number>/", around.case, name="case"),
    path("board/<str:code>/", board.board, name="board"),
    path("wishes/", wishes.wall, name="wishes"),
    path("wishes/new/", wishes.new, name="wish-new"),
    path("wishes/<str:number>/", wishes.wish, name="wish"),
    path("wishes/<str:number>/personal/", wishes.personal, name="wish-personal"),
    path("wishes/<str:number>/<slug:verb>/", wishes.act, name="wish-act"),
    path("registration/", registration.home, name="registrations"),
    path("registration/new/", registration.new, name="registration-new"),
    path("registration/<int:registration_id>/", registration.one, name="registration"),
    path("registration/<int:registration_id>/<slug:verb>/", registration.act, name="registration-act"),
    path("meetings/", meetings.listed, name="meetings"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("gifts/", gifts.wall, name="gifts"),
    path("gifts/new/", gifts.new, name="gift-new"),
    path("gifts/check/<str:number>/<str:code>/", gifts.checked, name="gift-checked"),
    path("gifts/<str:number>/", gifts.gift, name="gift"),
    path("gifts/<str:number>/certificate/", gifts.certificate, name="gift-certificate"),
    path("gifts/<str:number>/personal/", gifts.personal, name="gift-personal"),
    path("gifts/<str:number>/<slug:verb>/", gifts.act, name="gift-act"),
    path("training/", include("linli.channels.portal.training.urls")),
    path("volunteer/", include("linli.channels.portal.volunteer.urls")),
    path("verify/", thanks.verify, name="verify"),
    path("verify/<str:number>/<str:code>/", thanks.verified, name="verified"),
    path("lists/", lists.listed, name="lists"),
    path("lists/say/", lists.say, name="list-say"),
    path("lists/offer/", lists.offer, name="list-offer"),
    path("lists/needs/<str:number>/personal/", lists.personal, name="list-personal"),
    path("lists/needs/<str:number>/", lists.one, {"kind": "needs"}, name="need"),
    path("lists/<slug:kind>/<str:number>/", lists.one, name="list-one"),
    path("lists/<slug:kind>/<str:number>/<slug:verb>/", lists.act, name="list-act"),
    path("orders/", include("linli.channels.portal.orders.urls")),
]
