"""What the report fixes about containers, compose and Jenkins, read from the files."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic_core import PydanticUndefined

from beat_service.settings import Settings as BeatSettings
from deploy.image_sizes import BASE, BUDGETS
from frontend.settings import Settings as FrontendSettings
from svm_service.settings import Settings as SvmSettings
from vgg19_service.settings import Settings as Vgg19Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = [name for name, service in COMPOSE["services"].items() if "build" in service]
STAGES = [
    "Setup",
    "Build Docker Images",
    "Install Dependencies",
    "Run Tests",
    "Verify Test Reports",
    "Start Services",
    "Publish Test Results",
]


@pytest.mark.parametrize(
    ("service", "image", "container", "port"),
    [
        ("svm_service", "devops-app/svm-service:latest", "svm_service", "5001:5001"),
        ("vgg19_service", "devops-app/vgg19-service:latest", "vgg_service", "5002:5002"),
        ("beat_service", "devops-app/beat-service:latest", "beat_service", "8000:8000"),
        ("frontend", "devops-app/frontend:latest", "frontend", "5000:5000"),
    ],
)
def test_compose_is_the_reports(service: str, image: str, container: str, port: str) -> None:
    """Services, images, container names and ports are those of the report."""
    described = COMPOSE["services"][service]

    assert (image, container) == (described["image"], described["container_name"])
    assert [port] == described["ports"]
    assert f"{service}/Dockerfile" == described["build"]["dockerfile"]
    assert image in {budget.image for budget in BUDGETS}


def test_front_end_waits_for_healthy_services() -> None:
    """The front end starts when both models can answer; it does without the beat service."""
    waits = COMPOSE["services"]["frontend"]["depends_on"]

    healthy = {"condition": "service_healthy"}
    started = {"condition": "service_started"}
    assert {"svm_service": healthy, "vgg19_service": healthy, "beat_service": started} == waits


def test_base_of_beats_is_on_a_volume() -> None:
    """The database outlives its container, and one replica alone has the file."""
    assert ["beats:/data"] == COMPOSE["services"]["beat_service"]["volumes"]
    assert "beats" in COMPOSE["volumes"]
    assert re.search(
        r"^VOLUME /data$", (ROOT / "beat_service/Dockerfile").read_text(), re.MULTILINE
    )
    stack = yaml.safe_load((ROOT / "deploy" / "stack.yml").read_text())
    assert 1 == stack["services"]["beat_service"]["deploy"]["replicas"]


@pytest.mark.parametrize("service", OURS)
def test_every_way_of_delivery_knows_every_service(service: str) -> None:
    """Production, stack, cluster, both pipelines and the tests in images name each service."""
    name = service.replace("_", "-")
    for place, text in {
        "deploy/compose.production.yml": f"  {service}:\n",
        "deploy/compose.jenkins.yml": f"  {service}_tests:\n",
        "deploy/stack.yml": f"/{name}:${{TAG:-latest}}",
        "deploy/kubernetes/kustomization.yaml": f"  - {name}.yaml\n",
        "Jenkinsfile": f"    {service}: 'TEST-",
        ".github/workflows/ci-cd.yml": f"{{ service: {service}, image: {name} }}",
        "Makefile": f" {service}",
    }.items():
        assert text in (ROOT / place).read_text(), place


@pytest.mark.parametrize("service", OURS)
def test_dockerfile(service: str) -> None:
    """An image is made in stages on the base, hashed, non-root by number, with a health check."""
    text = (ROOT / service / "Dockerfile").read_text()
    production = text.partition("AS production")[2].partition("AS test")[0]

    assert f"FROM {BASE} AS base" in text
    assert "--require-hashes" in text
    assert re.search(r"^USER \d+:\d+$", production, re.MULTILINE)
    assert "HEALTHCHECK" in production
    assert "curl" not in text
    assert "tests" not in production
    assert text.rstrip().endswith("FROM production")


def default_to_text(default: object) -> str:
    """Write a setting's default as people do: true, or a path from the project's folder."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, Path) and default.is_relative_to(ROOT):
        return default.relative_to(ROOT).as_posix()
    return str(default)


@pytest.mark.parametrize("kind", [SvmSettings, Vgg19Settings, BeatSettings, FrontendSettings])
def test_every_setting_is_in_the_example(
    kind: type[SvmSettings | Vgg19Settings | BeatSettings | FrontendSettings],
) -> None:
    """`.env.example` names every setting; what differs between services stands there in words."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(line.removeprefix("#").split("=", 1) for line in lines if "=" in line)
    differ = {
        "port",
        "threads",
        "model_dir",
        "ensemble_file",
        "admin_token",
        "admin_token_file",
        "api_keys_file",
        "service_key_file",
    }
    for name, field in kind.model_fields.items():
        assert name.upper() in example, name
        if name not in differ and field.default is not PydanticUndefined:
            assert default_to_text(field.default) == example[name.upper()], name


def test_jenkinsfile_has_the_reports_stages() -> None:
    """Seven stages in the report's order, with its messages and its folder of reports."""
    text = (ROOT / "Jenkinsfile").read_text()

    assert STAGES == re.findall(r"stage\('([^']+)'\)", text)
    assert "REPORT_DIR = 'reports'" in text
    for message in (
        "Setting up the environment...",
        "Pipeline completed successfully!",
        "Pipeline failed. Please check the logs.",
    ):
        assert f"echo '{message}'" in text


def test_every_way_of_delivery_tells_the_beats_where_genres_are() -> None:
    """The beat service asks the SVM, may reach it, and waits for nobody to start."""
    beats = COMPOSE["services"]["beat_service"]
    stack = yaml.safe_load((ROOT / "deploy" / "stack.yml").read_text())
    cluster = (ROOT / "deploy" / "kubernetes" / "beat-service.yaml").read_text()
    policies = list(
        yaml.safe_load_all((ROOT / "deploy/kubernetes/network-policies.yaml").read_text())
    )
    reached = [
        rule["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for policy in policies
        if policy["metadata"]["name"] == "beats-ask-the-svm"
        for rule in policy["spec"]["egress"][0]["to"]
    ]

    url = "http://svm_service:5001"
    assert f"${{GENRE_URL-{url}}}" == beats["environment"]["GENRE_URL"]
    assert "depends_on" not in beats
    assert url == stack["services"]["beat_service"]["environment"]["GENRE_URL"]
    assert '{ name: GENRE_URL, value: "http://svm-service:5001" }' in cluster
    assert ["svm-service"] == reached


def test_archives_run_with_as_few_rights() -> None:
    """Scheduler, workers and job of `genre bulk` have one image, no root, and read-only files."""
    folder = ROOT / "deploy" / "kubernetes-bulk"
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    described = [
        one
        for name in kustomization["resources"]
        for one in yaml.safe_load_all((folder / name).read_text())
    ]
    specs = [one["spec"] for one in described if "template" in one.get("spec", ())]
    pods = [spec["template"]["spec"] for spec in specs]

    assert 3 == len(pods)
    for pod in pods:
        (container,) = pod["containers"]
        assert kustomization["images"][0]["name"] == container["image"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
    assert "docker build -f deploy/bulk/Dockerfile -t devops-app/bulk ." in (
        (ROOT / "deploy" / "bulk" / "Dockerfile").read_text()
    )


def test_replicas_follow_the_queue_or_cpu_and_never_both() -> None:
    """Each autoscaler of CPU is taken away where KEDA scales the same Deployment by its queue."""
    folder = ROOT / "deploy" / "kubernetes-queue"
    scaled = list(yaml.safe_load_all((folder / "scaled-objects.yaml").read_text()))
    patches = yaml.safe_load((folder / "kustomization.yaml").read_text())["patches"]
    removed = {yaml.safe_load(one["patch"])["metadata"]["name"] for one in patches}
    by_cpu = {
        one["metadata"]["name"]
        for path in (ROOT / "deploy" / "kubernetes").glob("*.yaml")
        for one in yaml.safe_load_all(path.read_text())
        if one["kind"] == "HorizontalPodAutoscaler"
    }

    assert by_cpu == removed == {one["spec"]["scaleTargetRef"]["name"] for one in scaled}
    for one in scaled:
        (trigger,) = one["spec"]["triggers"]
        assert f'container="{one["metadata"]["name"]}"' in trigger["metadata"]["query"]
        assert one["spec"]["minReplicaCount"] < one["spec"]["maxReplicaCount"]
