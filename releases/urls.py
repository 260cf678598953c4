"""The addresses of the releases app. A release's own page comes last."""

from __future__ import annotations

from django.urls import path

from releases.views import (
    application_parts,
    applications,
    deployments,
    evidence,
    freezes,
    history,
    matrix,
    overrides,
    rehearsals,
    rollback,
    template_items,
    templates,
)

app_name = "releases"
urlpatterns = [
    path("", matrix.releases, name="releases"),
    path("applications/", applications.applications, name="applications"),
    path("applications/new/", applications.new_application, name="new_application"),
    path("applications/<slug:slug>/", applications.application, name="application"),
    path("applications/<slug:slug>/remove/", applications.remove_application, name="remove_application"),
    path("applications/<slug:slug>/targets/", application_parts.set_targets, name="set_targets"),
    path("applications/<slug:slug>/service/", application_parts.set_service, name="set_service"),
    path("applications/<slug:slug>/exemptions/", application_parts.set_exemption, name="set_exemption"),
    path("applications/<slug:slug>/deployments/", deployments.record_deployment, name="record_deployment"),
    path("applications/<slug:slug>/freezes/", freezes.of_application, name="freezes_of"),
    path("applications/<slug:slug>/rehearsals/", rehearsals.rehearsals, name="rehearsals"),
    path("reviews/", overrides.reviews, name="reviews"),
    path("freezes/", freezes.freezes, name="freezes"),
    path("freezes/<int:pk>/end/", freezes.end, name="end_freeze"),
    path("freezes/<int:pk>/remove/", freezes.remove, name="remove_freeze"),
    path("applications/<slug:slug>/checklist/", templates.checklist_of, name="checklist"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<str:scope>/", templates.template, name="template"),
    path("templates/<str:scope>/add/", template_items.add, name="add_template_item"),
    path("templates/<str:scope>/items/<str:key>/", template_items.item, name="template_item"),
    path("templates/<str:scope>/approvals/", templates.set_approvals, name="set_approvals"),
    path("templates/<str:scope>/import/", templates.import_checklist, name="import_checklist"),
    path("templates/<str:scope>/checklist.yaml", templates.export, name="export_checklist"),
    path("templates/<str:scope>/versions/", templates.versions, name="template_versions"),
    path("templates/<str:scope>/remove/", templates.remove, name="remove_template"),
    path("<slug:app>/<str:version>/evidence.zip", evidence.bundle, name="evidence"),
    path("<slug:slug>/", history.history, name="history"),
    path("<slug:slug>/<str:version>/rollback/", rollback.rollback, name="rollback"),
    path("<slug:slug>/<str:version>/accept-plan/", rollback.accept_plan, name="accept_plan"),
    path("<slug:slug>/<str:version>/plan/", rollback.plan, name="rollback_plan"),
    path("<slug:slug>/<str:version>/served/", rollback.served, name="served"),
    path("<slug:slug>/<str:version>/override/", overrides.override, name="override"),
    path("<slug:slug>/<str:version>/review/", overrides.review, name="review"),
]
