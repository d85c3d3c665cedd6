"""The scenarios for boto3."""

import os
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from scenarios import *

# Each call is one attempt, unless answers will be lost.
ONCE = Config(retries={"total_max_attempts": int(os.environ["ATTEMPTS"])}, read_timeout=70)
swf = boto3.client("swf", config=ONCE)


def register():
    swf.register_domain(name=DOMAIN, workflowExecutionRetentionPeriodInDays="1")
    swf.register_workflow_type(
        domain=DOMAIN,
        **WORKFLOW_TYPE,
        defaultTaskList={"name": "deciders"},
        defaultTaskStartToCloseTimeout="60",
        defaultExecutionStartToCloseTimeout="600",
        defaultChildPolicy="TERMINATE",
    )
    swf.register_activity_type(
        domain=DOMAIN,
        **ACTIVITY_TYPE,
        defaultTaskList={"name": "workers"},
        defaultTaskHeartbeatTimeout="60",
        defaultTaskScheduleToStartTimeout="60",
        defaultTaskScheduleToCloseTimeout="NONE",
        defaultTaskStartToCloseTimeout="60",
    )


def start(workflow_id, task_list):
    run_id = swf.start_workflow_execution(
        domain=DOMAIN, workflowId=workflow_id, workflowType=WORKFLOW_TYPE, taskList={"name": task_list}, input=PLANTED
    )["runId"]
    say_run(workflow_id, run_id)
    return {"workflowId": workflow_id, "runId": run_id}


def decide(task_list, *decisions):
    task = swf.poll_for_decision_task(domain=DOMAIN, taskList={"name": task_list})
    swf.respond_decision_task_completed(taskToken=task["taskToken"], decisions=list(decisions))
    return task


def work():
    task = swf.poll_for_activity_task(domain=DOMAIN, taskList={"name": "workers"}, identity="worker")
    equal("input", task["input"], PLANTED + " input")
    return task


def beat(task):
    reply = swf.record_activity_task_heartbeat(taskToken=task["taskToken"], details=PLANTED + " half")
    return reply["cancelRequested"]


def workflow():
    run = start("workflow", "workflow")
    decide("workflow", schedule("charge"), schedule("pack"))
    charge = work()
    equal("activity", charge["activityId"], "charge")
    swf.respond_activity_task_completed(taskToken=charge["taskToken"], result=PLANTED + " result")
    pack = work()
    equal("activity", pack["activityId"], "pack")
    equal("cancelRequested before", beat(pack), False)
    decide("workflow", request_cancel("pack"))
    equal("cancelRequested after", beat(pack), True)
    swf.respond_activity_task_canceled(taskToken=pack["taskToken"], details=PLANTED + " cleaned up")
    decide("workflow")
    swf.request_cancel_workflow_execution(domain=DOMAIN, workflowId="workflow")
    decide("workflow", cancel())
    info = swf.describe_workflow_execution(domain=DOMAIN, execution=run)["executionInfo"]
    equal("status", (info["executionStatus"], info["closeStatus"]), ("CLOSED", "CANCELED"))
    events = swf.get_workflow_execution_history(domain=DOMAIN, execution=run)["events"]
    equal("history", [e["eventType"] for e in events], WORKFLOW_HISTORY)
    equal("result", events[7]["activityTaskCompletedEventAttributes"]["result"], PLANTED + " result")
    equal("times", sorted(e["eventTimestamp"] for e in events), [e["eventTimestamp"] for e in events])


def paging():
    run = start("paging", "paging")
    decide("paging", *markers())
    swf.signal_workflow_execution(domain=DOMAIN, workflowId="paging", signalName="go on")
    pages = list(
        swf.get_paginator("poll_for_decision_task").paginate(
            domain=DOMAIN, taskList={"name": "paging"}, PaginationConfig={"PageSize": 100}
        )
    )
    equal("pages of the task", [len(p["events"]) for p in pages], [100, 100, 98])
    equal("events of the task", [e["eventId"] for p in pages for e in p["events"]], list(range(1, LONG - 1)))
    swf.respond_decision_task_completed(taskToken=pages[0]["taskToken"], decisions=[complete()])
    history = swf.get_paginator("get_workflow_execution_history")
    for reverse in False, True:
        pages = list(history.paginate(domain=DOMAIN, execution=run, reverseOrder=reverse, PaginationConfig={"PageSize": 70}))
        equal("pages", [len(p["events"]) for p in pages], [70, 70, 70, 70, 20])
        ids = [e["eventId"] for p in pages for e in p["events"]]
        equal("events", ids, list(range(LONG, 0, -1) if reverse else range(1, LONG + 1)))


SINCE = datetime.now(timezone.utc) - timedelta(minutes=10)
STARTED = {"startTimeFilter": {"oldestDate": SINCE}}
CLOSED = {"closeTimeFilter": {"oldestDate": SINCE}}


def start_listed():
    for version in "1", "2":
        swf.register_workflow_type(
            domain=DOMAIN,
            name="listed",
            version=version,
            defaultTaskStartToCloseTimeout="60",
            defaultExecutionStartToCloseTimeout="600",
            defaultChildPolicy="TERMINATE",
        )
    for workflow_id, (version, tags) in LISTED.items():
        run_id = swf.start_workflow_execution(
            domain=DOMAIN,
            workflowId=workflow_id,
            workflowType={"name": "listed", "version": version},
            tagList=tags,
            taskList={"name": "list of " + workflow_id},
        )["runId"]
        say_run(workflow_id, run_id)
        # No two are to have the same start, which has milliseconds.
        time.sleep(0.002)


def expect_lists(state, times, among):
    """Checks what each filter selects of the open or the closed runs, which are known."""
    list_them, count_them = getattr(swf, f"list_{state}_workflow_executions"), getattr(swf, f"count_{state}_workflow_executions")
    for chosen, ids_of in FILTERS:
        want = only(among, ids_of)
        equal(f"{state}, {chosen}", ids(list_them(domain=DOMAIN, **times, **chosen)["executionInfos"]), want)
        counted = count_them(domain=DOMAIN, **times, **chosen)
        equal(f"{state}, {chosen}", (counted["count"], counted["truncated"]), (len(want), False))


def expect_pages(state, times, reverse, want):
    pages = swf.get_paginator(f"list_{state}_workflow_executions").paginate(
        domain=DOMAIN, tagFilter={"tag": "all"}, reverseOrder=reverse, PaginationConfig={"PageSize": 2}, **times
    )
    equal(f"pages of {state} runs", [ids(p["executionInfos"]) for p in pages], want)


def lists():
    """A run is listed and counted as open from the answer to its start on, and as closed from the answer to its close on."""
    start_listed()
    expect_lists("open", STARTED, "abcde")
    expect_pages("open", STARTED, False, ["ed", "cb", "a"])
    expect_pages("open", STARTED, True, ["ab", "cd", "e"])
    swf.terminate_workflow_execution(domain=DOMAIN, workflowId="a")
    swf.request_cancel_workflow_execution(domain=DOMAIN, workflowId="b")
    decide("list of b", cancel())
    decide("list of c", complete())
    swf.request_cancel_workflow_execution(domain=DOMAIN, workflowId="d")
    expect_lists("open", STARTED, "de")
    expect_lists("closed", STARTED, "abc")
    expect_lists("closed", CLOSED, "abc")
    expect_pages("closed", CLOSED, False, ["cb", "a"])
    for status, want in ("TERMINATED", "a"), ("CANCELED", "b"), ("COMPLETED", "c"), ("TIMED_OUT", ""):
        # Only the runs of this scenario have a tag; SWF takes one filter beside the times.
        infos = swf.list_closed_workflow_executions(domain=DOMAIN, **CLOSED, closeStatusFilter={"status": status})["executionInfos"]
        equal(status, ids(i for i in infos if "tagList" in i), want)
        equal(status, {i["closeStatus"] for i in infos} <= {status}, True)
    (d,) = swf.list_open_workflow_executions(domain=DOMAIN, **STARTED, executionFilter={"workflowId": "d"})["executionInfos"]
    equal("d", (d["executionStatus"], d["cancelRequested"], d["tagList"]), ("OPEN", True, ["all"]))
    refused("ClientError", swf.list_open_workflow_executions, domain=DOMAIN, **STARTED, tagFilter={"tag": "all"}, typeFilter={"name": "listed"})
    refused("ClientError", swf.count_closed_workflow_executions, domain=DOMAIN, **STARTED, **CLOSED)
    for workflow_id in "de":
        swf.terminate_workflow_execution(domain=DOMAIN, workflowId=workflow_id)


def tags():
    def of_domain():
        return [(t["key"], t["value"]) for t in swf.list_tags_for_resource(resourceArn=arn)["tags"]]

    def tag(**tags):
        return {"resourceArn": arn, "tags": [{"key": key, "value": value} for key, value in tags.items()]}

    swf.register_domain(
        name="tagged", workflowExecutionRetentionPeriodInDays="1", tags=[{"key": "team", "value": "blue"}]
    )
    arn = swf.describe_domain(name="tagged")["domainInfo"]["arn"]
    equal("tags at registration", of_domain(), [("team", "blue")])
    swf.tag_resource(**tag(team="green", stage="test"))
    equal("tags", of_domain(), [("team", "green"), ("stage", "test")])
    swf.untag_resource(resourceArn=arn, tagKeys=["team", "none"])
    equal("tags that are left", of_domain(), [("stage", "test")])
    refused("TooManyTagsFault", swf.tag_resource, **tag(**{str(i): "" for i in range(50)}))
    refused("UnknownResourceFault", swf.tag_resource, resourceArn=arn + "-not", tags=[{"key": "a", "value": "b"}])
    equal("tags after refusals", of_domain(), [("stage", "test")])


def refused(fault, call, **arguments):
    """Makes a call that has to be refused, with a fault that boto3 has a class for; what it has none for is a ValidationException."""
    try:
        call(**arguments)
    except getattr(swf.exceptions, fault) as e:
        equal("code", e.response["Error"]["Code"], "ValidationException" if fault == "ClientError" else fault)
        equal("status", e.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        return e.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused with {fault}")


def faults():
    refused("UnknownResourceFault", swf.describe_domain, name="none")
    refused("DomainAlreadyExistsFault", swf.register_domain, name=DOMAIN, workflowExecutionRetentionPeriodInDays="1")
    refused("TypeAlreadyExistsFault", swf.register_workflow_type, domain=DOMAIN, **WORKFLOW_TYPE)
    refused("TypeNotDeprecatedFault", swf.delete_workflow_type, domain=DOMAIN, workflowType=WORKFLOW_TYPE)
    bare = {"name": "bare", "version": "1"}
    swf.register_workflow_type(domain=DOMAIN, **bare)
    refused("DefaultUndefinedFault", swf.start_workflow_execution, domain=DOMAIN, workflowId="bare", workflowType=bare)
    swf.deprecate_workflow_type(domain=DOMAIN, workflowType=bare)
    refused("TypeDeprecatedFault", swf.start_workflow_execution, domain=DOMAIN, workflowId="bare", workflowType=bare)
    start("twice", "twice")
    refused(
        "WorkflowExecutionAlreadyStartedFault",
        swf.start_workflow_execution, domain=DOMAIN, workflowId="twice", workflowType=WORKFLOW_TYPE,
    )
    swf.terminate_workflow_execution(domain=DOMAIN, workflowId="twice")
    swf.register_domain(name="old", workflowExecutionRetentionPeriodInDays="1")
    swf.deprecate_domain(name="old")
    refused("DomainDeprecatedFault", swf.register_workflow_type, domain="old", **WORKFLOW_TYPE)
    tags = [{"key": str(i), "value": ""} for i in range(51)]
    refused("TooManyTagsFault", swf.register_domain, name="tags", workflowExecutionRetentionPeriodInDays="1", tags=tags)
    full = boto3.client("swf", aws_access_key_id=FULL_ACCOUNT, aws_secret_access_key=SECRET_KEY, config=ONCE)
    refused("LimitExceededFault", full.register_domain, name="more", workflowExecutionRetentionPeriodInDays="1")
    other = boto3.client("swf", endpoint_url=FAULTS_URL, config=ONCE)
    for name in FAULTS:
        equal("message", refused(name, other.describe_domain, name=name), "because of " + name)
    for name in FRAMEWORK_FAULTS:
        try:
            other.describe_domain(name=name)
            raise AssertionError(f"not refused with {name}")
        except ClientError as e:
            equal("code", e.response["Error"]["Code"], name)
            equal("message", e.response["Error"]["Message"], "" if name in SILENT_FAULTS else "because of " + name)


def empty_poll():
    began = time.monotonic()
    task = swf.poll_for_activity_task(domain=DOMAIN, taskList={"name": "idle"})
    check_empty_poll("poll for an activity task", began)
    equal("task", (task.get("taskToken"), task["startedEventId"]), (None, 0))
    began = time.monotonic()
    task = swf.poll_for_decision_task(domain=DOMAIN, taskList={"name": "idle"})
    check_empty_poll("poll for a decision task", began)
    equal("task", (task.get("taskToken"), task["startedEventId"], task.get("events")), (None, 0, None))


register()
play([workflow, paging, lists, tags, faults, empty_poll])
