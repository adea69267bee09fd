"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from linli.channels.desk import casepage, find, gifts, lists, me, meetings, orders, record, today, volunteers, wishes

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("new/", record.new, name="new"),
    path("new/taken/", record.taken, name="taken"),
    path("find/", find.find, name="find"),
    path("building/<int:building_id>/", find.building, name="building"),
    path("me/", me.me, name="me"),
    path("volunteers/", volunteers.listed, name="volunteers"),
    path("volunteers/confirm/", volunteers.confirm, name="volunteers-confirm"),
    path("volunteers/counter/", volunteers.counter, name="counter"),
    path("volunteers/<int:activity_id>/", volunteers.door, name="door"),
    path("volunteers/<int:activity_id>/code/", volunteers.code, name="door-code"),
    path("volunteers/<int:activity_id>/tick/", volunteers.tick, name="door-tick"),
    path("volunteers/<int:activity_id>/back/<int:volunteer_id>/", volunteers.back, name="back-entry"),
    path("meetings/", meetings.listed, name="meetings"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("gifts/", gifts.listed, name="gifts"),
    path("gifts/new/", gifts.new, name="gift-new"),
    path("gifts/<str:number>/", gifts.gift, name="gift"),
    path("gifts/<str:number>/personal/", gifts.personal, name="gift-personal"),
    path("gifts/<str:number>/<slug:verb>/", gifts.act, name="gift-act"),
    path("wishes/", wishes.listed, name="wishes"),
    path("wishes/new/", wishes.new, name="wish-new"),
    path("wishes/<str:number>/", wishes.wish, name="wish"),
    path("wishes/<str:number>/personal/", wishes.personal, name="wish-personal"),
    path("wishes/<str:number>/<slug:verb>/", wishes.act, name="wish-act"),
    path("lists/", lists.listed, name="lists"),
    path("lists/new/", lists.new, name="list-new"),
    path("lists/needs/<str:number>/personal/", lists.personal, name="list-personal"),
    path("lists/<slug:kind>/<str:number>/", lists.one, name="list-one"),
    path("lists/<slug:kind>/<str:number>/<slug:verb>/", lists.act, name="list-act"),
    path("orders/", orders.listed, name="orders"),
    path("orders/new/", orders.new, name="order-new"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/personal/", orders.personal, name="order-personal"),
    path("orders/<str:number>/<slug:verb>/", orders.act, name="order-act"),
    path("case/<str:number>/", casepage.case_page, name="case"),
    path("case/<str:number>/personal/", casepage.personal, name="personal"),
    path("case/<str:number>/<slug:verb>/", casepage.act, name="act"),
]
