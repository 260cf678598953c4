from __future__ import annotations

from maturity.core.readers.manifest import Manifests, reader
from tests.maturity.core.readers.reading import read

TWO = """\
---
# the cluster's own app
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: &app web
  namespace: flux-system
spec:
  interval: 10m
  prune: true
  path: ./apps/web
---
apiVersion: v1
kind: ConfigMap
metadata:
  annotations:
    name: not-the-name
  name: settings
data:
  copied: |
    apiVersion: argoproj.io/v1alpha1
    kind: Application
"""


def manifests(text: str) -> Manifests:
    found = read(reader, "web.yaml", text)
    assert found is not None
    return found


def test_every_document_has_its_kind_name_and_line() -> None:
    first, second = manifests(TWO).documents
    assert (first.kind, first.name, first.namespace, first.line) == ("Kustomization", "web", "flux-system", 4)
    assert (second.kind, second.name, second.line) == ("ConfigMap", "settings", 14)


def test_wanted_fields_keep_their_line() -> None:
    assert manifests(TWO).documents[0].fields == {
        "spec.prune": ("true", 10),
        "spec.interval": ("10m", 9),
        "spec.path": ("./apps/web", 11),
    }


def test_a_manifest_inside_a_text_value_is_no_document() -> None:
    assert [one.kind for one in manifests(TWO).documents] == ["Kustomization", "ConfigMap"]


def test_a_list_on_the_way_is_stepped_through() -> None:
    text = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
        - name: log
        - name: api
          lifecycle:
            preStop:
              exec: {command: [sleep, "5"]}
"""
    assert manifests(text).documents[0].fields == {
        "spec.template.spec.containers.lifecycle.preStop": ("", 11)
    }


def test_a_template_that_is_not_yaml_still_says_what_is_literal() -> None:
    head = "apiVersion: apps/v1\nkind: Deployment\nspec:\n"
    text = head + "  {{- if .Values.slow }}\n  terminationGracePeriodSeconds: 60\n  {{ end }}\n"
    fields = manifests(text).documents[0].fields
    assert fields == {"spec.template.spec.terminationGracePeriodSeconds": ("60", 5)}


def test_other_yaml_and_pipelines_are_not_read() -> None:
    assert read(reader, "mkdocs.yml", "site_name: x\n") is None
    assert not reader.wants(".github/workflows/ci.yml")


def test_a_commented_document_is_no_document() -> None:
    assert read(reader, "a.yaml", "# apiVersion: v1\n# kind: Secret\n") is None


def test_an_object_in_a_chart_is_read_without_its_template() -> None:
    text = (
        "{{- if .Values.on }}\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n"
        "metadata:\n  name: {{ .Release.Name }}\n"
        "spec:\n  template:\n    spec:\n      source:\n        path: apps/{{ `{{ .path }}` }}\n"
        "      syncPolicy:\n        automated:\n          selfHeal: true\n{{- end }}\n"
    )
    found = reader.read("templates/set.yaml", text.encode())
    assert found is not None
    assert found.documents[0].fields["spec.template.spec.syncPolicy.automated.selfHeal"] == ("true", 13)
