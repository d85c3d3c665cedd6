"""The scenarios for boto3."""

import os
import time

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


def refused(fault, call, **arguments):
    """Makes a call that has to be refused, with a fault that boto3 has a class for."""
    try:
        call(**arguments)
    except getattr(swf.exceptions, fault) as e:
        equal("code", e.response["Error"]["Code"], fault)
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
    full = boto3.client("swf", aws_access_key_id=FULL_ACCOUNT, aws_secret_access_key="any", config=ONCE)
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
            equal("message", e.response["Error"]["Message"], "because of " + name)


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
play([workflow, paging, faults, empty_poll])
