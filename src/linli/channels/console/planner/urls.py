"""Addresses of the planner's pages."""

from django.urls import path

from linli.channels.console.planner import adoption, home, nets, plan, planlists

urlpatterns = [
    path("", home.home, name="planner"),
    path("export/", home.export, name="planner-export"),
    path("<int:area_id>/nets/", nets.nets, name="nets"),
    path("<int:area_id>/nets/map.json", nets.nets_map, name="nets-map"),
    path("<int:area_id>/nets/export/", nets.export, name="nets-export"),
    path("<int:area_id>/nets/bring/", nets.bring, name="net-bring"),
    path("<int:area_id>/nets/<int:net_id>/keep/", nets.keep, name="net-keep"),
    path("<int:area_id>/nets/<int:net_id>/remove/", nets.remove, name="net-remove"),
    path("<int:area_id>/plans/", planlists.plan_list, name="plans"),
    path("<int:area_id>/plans/export/", planlists.export, name="plans-export"),
    path("<int:area_id>/plans/new/", planlists.ask, name="plan-ask"),
    path("plan/<int:plan_id>/", plan.plan, name="plan"),
    path("plan/<int:plan_id>/map.json", plan.plan_map, name="plan-map"),
    path("plan/<int:plan_id>/try.json", plan.try_move, name="plan-try"),
    path("plan/<int:plan_id>/export/", plan.export, name="plan-export"),
    path("plan/<int:plan_id>/move/", plan.move, name="plan-move"),
    path("plan/<int:plan_id>/undo/", plan.undo, name="plan-undo"),
    path("plan/<int:plan_id>/share/", plan.share, name="plan-share"),
    path("plan/<int:plan_id>/drop/", plan.drop, name="plan-drop"),
    path("plan/<int:plan_id>/rename/", plan.rename, name="plan-rename"),
    path("plan/<int:plan_id>/sign/", plan.sign, name="plan-sign"),
    path("plan/<int:plan_id>/remark/", plan.remark, name="plan-remark"),
    path("plan/<int:plan_id>/compare/", adoption.compare, name="plan-compare"),
    path("plan/<int:plan_id>/compare/map.json", adoption.compared_map, name="plan-compare-map"),
    path("plan/<int:plan_id>/compare/export/", adoption.compare_export, name="plan-compare-export"),
    path("plan/<int:plan_id>/changes/", adoption.changes, name="plan-changes"),
    path("plan/<int:plan_id>/changes/export/", adoption.changes_export, name="plan-changes-export"),
    path("plan/<int:plan_id>/adopt/", adoption.adopt, name="plan-adopt"),
]
