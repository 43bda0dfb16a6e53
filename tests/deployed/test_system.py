"""The stack from an empty account to its end, and what shows of it in logs and alarms."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

import click
import pytest

from infra import aws, deploy, destroy
from infra.functions import FUNCTIONS
from tests.deployed.cloud import Cloud
from tests.deployed.conftest import STACK
from tests.practices import PASSWORD, an_address
from tests.stories.telling import Story
from therapy_api.areas import AREAS
from therapy_cli.engine.health import wait_until

CANARY = "canary-in-the-journal"


def group(name: str) -> str:
    """Return the log group of a function."""
    return f"/aws/lambda/{STACK}-{name}"


def test_from_sign_up_to_erasure(story: Story) -> None:
    """Somebody comes, writes, takes everything along and is gone."""
    email = an_address()
    nora = story.newcomer(email=email)
    entry = nora.make(f"/journals/{nora.id}", feeling="calm", intensity=3, words=CANARY)
    assert nora.read(f"/journals/{nora.id}/{entry['entryId']}")["words"] == CANARY
    with zipfile.ZipFile(io.BytesIO(nora.http.get("/me/export").data)) as archive:
        assert any(CANARY.encode() in archive.read(name) for name in archive.namelist())
    tag = {"If-Match": nora.http.get("/me").headers["ETag"]}
    answer = nora.http.delete("/me", json={"currentPassword": PASSWORD}, headers=tag)
    assert answer.status_code == 200, answer.text
    assert "erased" in answer.text
    gone = story.app.test_client().post("/login", json={"email": email, "password": PASSWORD})
    assert gone.status_code == 401


def test_every_area_answered_from_a_function_of_its_own(account: Cloud, story: Story) -> None:
    """Each function's own log tells of requests, by their route, and of nothing private."""
    nora = story.newcomer()
    therapist = next(iter(nora.list("/therapists")))["therapistId"]
    for path in (
        f"/journals/{nora.id}",
        f"/session-slots/{therapist}",
        "/sessions",
        "/conversations",
    ):
        nora.read(path)
    nora.read(f"/clients/{nora.id}/search", keyword=CANARY)
    for area in AREAS:
        told = "\n".join(account.logs_of(group(area)))
        assert '"event": "request"' in told, area
        assert CANARY not in told
        assert PASSWORD not in told


def test_a_request_is_known_by_one_id_from_the_gateway_to_the_log(
    account: Cloud, story: Story
) -> None:
    """The caller's own, where it is a sensible one."""
    sent = f"walk-{uuid.uuid4().hex[:8]}"
    answer = story.app.test_client().get("/health", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] == sent
    assert any(sent in line for line in account.logs_of(group("auth")))


def test_an_unknown_path_and_an_unknown_method_are_problems(story: Story) -> None:
    """API Gateway answers nothing by itself."""
    http = story.app.test_client()
    missing, wrong = http.get("/nowhere"), http.delete("/feelings")
    assert (missing.status_code, missing.json["code"]) == (404, "route.not_found")
    assert (wrong.status_code, wrong.json["code"]) == (405, "route.method_not_allowed")
    assert "GET" in wrong.headers["Allow"]


def test_an_error_shows_in_the_log_and_raises_its_alarm(
    account: Cloud, stack: dict[str, str], story: Story
) -> None:
    """Without what caused it; whoever subscribed to the topic hears of it."""
    heard = listening(account, stack["AlarmTopicArn"])
    nora = story.newcomer()
    spoil(account, stack["TableName"], nora.id)
    answer = nora.http.get(f"/journals/{nora.id}")
    assert (answer.status_code, answer.json["code"]) == (500, "server.error")
    (line,) = [line for line in account.logs_of(group("client")) if '"unhandled"' in line]
    assert json.loads(line)["fingerprint"]
    assert CANARY not in line
    embedded(account, group("client"))
    assert wait_until(lambda: any("ServerErrors" in each for each in heard()), 30)


def test_an_update_loses_nothing(account: Cloud, stack: dict[str, str], story: Story) -> None:
    """A new package and new settings in place; what was written and who is logged in stay."""
    nora = story.newcomer()
    nora.make(f"/journals/{nora.id}", feeling="calm", intensity=3, words="still here")
    deploy.update("local", LogLevel="DEBUG")
    assert [e["words"] for e in nora.list(f"/journals/{nora.id}")] == ["still here"]
    assert aws.outputs_of(STACK)["TableName"] == stack["TableName"]


def test_deploying_the_same_again_changes_nothing(
    account: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, and ends well."""
    deploy.update("local")
    assert "nothing to change" in capsys.readouterr().out


def test_the_sweep_runs_as_a_function(account: Cloud, story: Story) -> None:
    """And says how much it did."""
    answer = account.client("lambda").invoke(FunctionName=f"{STACK}-due", Payload=b"{}")
    assert "FunctionError" not in answer
    assert json.loads(answer["Payload"].read())["failed"] == 0


def test_the_pages_are_served(story: Story) -> None:
    """The document of everything, its page, and a page for each kind of problem."""
    http = story.app.test_client()
    assert len(http.get("/openapi.json").json["paths"]) > 40
    for path in ("/api-docs", "/api-docs/swagger-ui-bundle.js", "/problems/auth.invalid_token"):
        assert http.get(path).status_code == 200, path


def test_production_is_not_destroyed(account: Cloud) -> None:
    """Not by a command."""
    with pytest.raises(click.ClickException, match="not destroyed by a command"):
        destroy.main(["production"], standalone_mode=False)


def test_deleting_the_stack_keeps_the_table(
    account: Cloud, stack: dict[str, str], story: Story
) -> None:
    """With everything in it, and the key that opens it. It comes last in this file."""
    dynamodb = account.client("dynamodb")
    before = dynamodb.scan(TableName=stack["TableName"], Select="COUNT")["Count"]
    destroy.destroy(STACK)
    assert aws.described(STACK) is None
    assert dynamodb.scan(TableName=stack["TableName"], Select="COUNT")["Count"] == before > 100
    functions = account.client("lambda").list_functions()["Functions"]
    assert not [f for f in functions if f["FunctionName"].startswith(STACK)]
    assert len(FUNCTIONS) > len(AREAS)


def listening(account: Cloud, topic: str) -> Any:
    """Subscribe a queue to a topic, and return what reads the messages in it."""
    queues = account.client("sqs")
    url = queues.create_queue(QueueName="alarms")["QueueUrl"]
    asked = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = asked["Attributes"]["QueueArn"]
    account.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    heard: list[str] = []

    def read() -> list[str]:
        got = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        heard.extend(each["Body"] for each in got)
        return heard

    return read


def spoil(account: Cloud, table: str, client_id: str) -> None:
    """Put an entry into a journal that can't be read."""
    account.client("dynamodb").put_item(
        TableName=table,
        Item={
            "PK": {"S": f"CLIENT#{client_id}"},
            "SK": {"S": "JOURNAL#jrn_01ZZZZZZZZZZZZZZZZZZZZZZZZ"},
            "type": {"S": "journal_entry"},
            "version": {"S": CANARY},
        },
    )


def embedded(account: Cloud, group_: str) -> None:
    """Do what CloudWatch does with embedded metrics, and ministack doesn't: take them in."""
    metrics = account.client("cloudwatch")
    for line in account.logs_of(group_):
        record = json.loads(line) if line.startswith("{") else {}
        for told in record.get("_aws", {}).get("CloudWatchMetrics", []):
            for names in told["Dimensions"]:
                metrics.put_metric_data(
                    Namespace=told["Namespace"],
                    MetricData=[
                        {
                            "MetricName": each["Name"],
                            "Unit": each.get("Unit", "None"),
                            "Value": record[each["Name"]],
                            "Dimensions": [{"Name": n, "Value": record[n]} for n in names],
                        }
                        for each in told["Metrics"]
                    ],
                )
