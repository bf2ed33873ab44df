"""Alerts ask for what services count, and docs/operations.md has each of them."""

import re
from pathlib import Path

import yaml
from contract.counted import OWN_NAME, series

from music_genre.webapi.messages import PROBLEMS
from music_genre.webapi.sight.metrics import ServiceMetrics

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "monitoring" / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
REASONS = re.compile(r'reason=~?"([\w|]+)"')
ANCHOR = re.compile(r"docs/operations\.md#(\w+)$")


def test_alerts_look_at_what_is_counted() -> None:
    """No alert waits for a series that no service has, under a name that was changed since."""
    names = {name for rule in RULES for name in OWN_NAME.findall(rule["expr"])}

    assert len(names) > len(RULES) / 2
    assert set() == names - series()


def test_alerts_know_the_reasons() -> None:
    """A reason that an alert looks for is a code that services give, counted from 0."""
    found = [choice for rule in RULES for choice in REASONS.findall(rule["expr"])]
    reasons = {reason for choice in found for reason in choice.split("|")}

    assert reasons
    assert reasons <= PROBLEMS.keys()
    registry = ServiceMetrics().registry
    assert {0} == {
        registry.get_sample_value("genre_rejected_total", {"reason": reason}) for reason in reasons
    }


def test_each_alert_says_what_to_do() -> None:
    """Who is called finds a heading of docs/operations.md behind the alert."""
    document = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    headings = {line[4:].lower() for line in document.splitlines() if line.startswith("### ")}

    anchors = [ANCHOR.search(rule["annotations"]["description"]) for rule in RULES]
    assert all(anchors)
    assert {anchor[1] for anchor in anchors if anchor} <= headings
    assert all(rule["alert"] in document for rule in RULES)


def test_each_alert_is_tried() -> None:
    """Each alert fires in `make test-alerts`."""
    tests = yaml.safe_load((ALERTS.parent / "alerts.test.yml").read_text())["tests"]

    fired = {
        tried["alertname"]
        for test in tests
        for tried in test.get("alert_rule_test", ())
        if tried["exp_alerts"]
    }
    assert {rule["alert"] for rule in RULES} == fired
