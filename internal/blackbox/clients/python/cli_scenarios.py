"""The scenarios for the AWS CLI: each call is a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time

# What the CLI imports anyway: it is here before the first call, for which the others need not wait again.
import awscli.clidriver
import awscli.handlers
import botocore.httpsession

from scenarios import *

AWS = os.path.join(os.path.dirname(sys.executable), "aws")


def as_program(arguments, **variables):
    """Makes a call by the program that users start."""
    return subprocess.run([AWS, *arguments], env={**os.environ, **variables}, capture_output=True, text=True)


def as_child(arguments, **variables):
    """Makes a call as the program does, but in a child of this process: the program needs four times as long, mostly to begin."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errs:
        child = os.fork()
        if child == 0:
            code = 255
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(errs.fileno(), 2)
                os.environ.update(variables)
                sys.argv = [AWS, *arguments]
                code = awscli.clidriver.main()
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        errs.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), errs.read())


def aws(operation, *arguments, by=as_child, **variables):
    """Makes a call and returns the process that made it."""
    return by(["swf", operation, "--cli-read-timeout", "70", "--output", "json", *arguments], **variables)


def swf(operation, *arguments, by=as_child):
    """Makes a call that has to succeed and returns its reply."""
    done = aws(operation, *arguments, by=by)
    if done.returncode != 0:
        raise AssertionError(f"{operation}: {done.stderr.strip()}")
    return json.loads(done.stdout) if done.stdout.strip() else None


def shorthand(structure):
    return ",".join(f"{key}={value}" for key, value in structure.items())


def register():
    swf("register-domain", "--name", DOMAIN, "--workflow-execution-retention-period-in-days", "1")
    # The CLI has an option --version of its own.
    swf(
        "register-workflow-type", "--domain", DOMAIN, "--name", "order", "--workflow-version", "1",
        "--default-task-list", "name=deciders", "--default-task-start-to-close-timeout", "60",
        "--default-execution-start-to-close-timeout", "600", "--default-child-policy", "TERMINATE",
    )
    swf(
        "register-activity-type", "--domain", DOMAIN, "--name", "work", "--activity-version", "1",
        "--default-task-list", "name=workers", "--default-task-heartbeat-timeout", "60",
        "--default-task-schedule-to-start-timeout", "60", "--default-task-schedule-to-close-timeout", "NONE",
        "--default-task-start-to-close-timeout", "60",
    )


def start(workflow_id, task_list):
    run_id = swf(
        "start-workflow-execution", "--domain", DOMAIN, "--workflow-id", workflow_id,
        "--workflow-type", shorthand(WORKFLOW_TYPE), "--task-list", "name=" + task_list, "--input", PLANTED,
    )["runId"]
    say_run(workflow_id, run_id)
    return shorthand({"workflowId": workflow_id, "runId": run_id})


def answer(token, *decisions):
    swf("respond-decision-task-completed", "--task-token", token, "--decisions", json.dumps(list(decisions)))


def decide(task_list, *decisions):
    task = swf("poll-for-decision-task", "--domain", DOMAIN, "--task-list", "name=" + task_list)
    answer(task["taskToken"], *decisions)


def work():
    poll = ["--domain", DOMAIN, "--task-list", "name=workers", "--identity", "worker"]
    task = swf("poll-for-activity-task", *poll, by=as_program)
    equal("input", task["input"], PLANTED + " input")
    return task["activityId"], task["taskToken"]


def beat(token):
    return swf("record-activity-task-heartbeat", "--task-token", token, "--details", PLANTED + " half")["cancelRequested"]


def workflow():
    run = start("workflow", "workflow")
    decide("workflow", schedule("charge"), schedule("pack"))
    activity, token = work()
    equal("activity", activity, "charge")
    swf("respond-activity-task-completed", "--task-token", token, "--result", PLANTED + " result")
    activity, token = work()
    equal("activity", activity, "pack")
    equal("cancelRequested before", beat(token), False)
    decide("workflow", request_cancel("pack"))
    equal("cancelRequested after", beat(token), True)
    swf("respond-activity-task-canceled", "--task-token", token, "--details", PLANTED + " cleaned up")
    decide("workflow")
    swf("request-cancel-workflow-execution", "--domain", DOMAIN, "--workflow-id", "workflow")
    decide("workflow", cancel())
    info = swf("describe-workflow-execution", "--domain", DOMAIN, "--execution", run)["executionInfo"]
    equal("status", (info["executionStatus"], info["closeStatus"]), ("CLOSED", "CANCELED"))
    events = swf("get-workflow-execution-history", "--domain", DOMAIN, "--execution", run)["events"]
    equal("history", [e["eventType"] for e in events], WORKFLOW_HISTORY)
    equal("result", events[7]["activityTaskCompletedEventAttributes"]["result"], PLANTED + " result")


def paging():
    run = start("paging", "paging")
    decide("paging", *markers())
    swf("signal-workflow-execution", "--domain", DOMAIN, "--workflow-id", "paging", "--signal-name", "go on")
    # The CLI pages by itself, also through the history of a decision task.
    task = swf("poll-for-decision-task", "--domain", DOMAIN, "--task-list", "name=paging", "--page-size", "100")
    equal("events of the task", [e["eventId"] for e in task["events"]], list(range(1, LONG - 1)))
    answer(task["taskToken"], complete())
    history = ["get-workflow-execution-history", "--domain", DOMAIN, "--execution", run, "--page-size", "70"]
    equal("events", [e["eventId"] for e in swf(*history)["events"]], list(range(1, LONG + 1)))
    equal("events", [e["eventId"] for e in swf(*history, "--reverse-order")["events"]], list(range(LONG, 0, -1)))
    first = swf(*history, "--max-items", "150")
    equal("first part", [e["eventId"] for e in first["events"]], list(range(1, 151)))
    rest = swf(*history, "--starting-token", first["NextToken"])
    equal("rest", [e["eventId"] for e in rest["events"]], list(range(151, LONG + 1)))


# Filters on times, in the CLI's own shorthand.
SINCE = "oldestDate=" + str(int(time.time()) - 600)
STARTED = ["--start-time-filter", SINCE]
CLOSED = ["--close-time-filter", SINCE]


def option(chosen):
    """The CLI's option for one of the FILTERS."""
    ((name, value),) = chosen.items()
    return ["--" + name.removesuffix("Filter") + "-filter", shorthand(value)]


def start_listed():
    for version in "1", "2":
        swf(
            "register-workflow-type", "--domain", DOMAIN, "--name", "listed", "--workflow-version", version,
            "--default-task-start-to-close-timeout", "60", "--default-execution-start-to-close-timeout", "600",
            "--default-child-policy", "TERMINATE",
        )
    for workflow_id, (version, tags) in LISTED.items():
        run_id = swf(
            "start-workflow-execution", "--domain", DOMAIN, "--workflow-id", workflow_id,
            "--workflow-type", "name=listed,version=" + version, "--task-list", "name=list of " + workflow_id, "--tag-list", *tags,
        )["runId"]
        say_run(workflow_id, run_id)


def expect_lists(state, times, among):
    """Checks what each filter selects of the open or the closed runs, which are known."""
    for chosen, ids_of in FILTERS:
        want = only(among, ids_of)
        arguments = ["--domain", DOMAIN, *times, *option(chosen)]
        equal(f"{state}, {chosen}", ids(swf(f"list-{state}-workflow-executions", *arguments)["executionInfos"]), want)
        counted = swf(f"count-{state}-workflow-executions", *arguments)
        equal(f"{state}, {chosen}", counted, {"count": len(want), "truncated": False})


def lists():
    """A run is listed and counted as open from the answer to its start on, and as closed from the answer to its close on."""
    start_listed()
    expect_lists("open", STARTED, "abcde")
    swf("terminate-workflow-execution", "--domain", DOMAIN, "--workflow-id", "a")
    swf("request-cancel-workflow-execution", "--domain", DOMAIN, "--workflow-id", "b")
    decide("list of b", cancel())
    decide("list of c", complete())
    expect_lists("closed", CLOSED, "abc")
    everyone = ["--domain", DOMAIN, "--tag-filter", "tag=all", "--page-size", "1"]
    equal("closed, by start", ids(swf("list-closed-workflow-executions", *everyone, *STARTED)["executionInfos"]), "cba")
    # The CLI pages by itself, and goes on where it was told to stop.
    opened = swf("list-open-workflow-executions", *everyone, *STARTED, "--reverse-order", "--max-items", "1")
    equal("the first open run", ids(opened["executionInfos"]), "d")
    opened = swf("list-open-workflow-executions", *everyone, *STARTED, "--reverse-order", "--starting-token", opened["NextToken"])
    equal("the other open runs", ids(opened["executionInfos"]), "e")
    for status, want in ("TERMINATED", "a"), ("CANCELED", "b"), ("COMPLETED", "c"):
        infos = swf("list-closed-workflow-executions", "--domain", DOMAIN, *CLOSED, "--close-status-filter", "status=" + status)["executionInfos"]
        # Only the runs of this scenario have a tag; SWF takes one filter beside the times.
        equal(status, ids(i for i in infos if "tagList" in i), want)
    refused("ValidationException", "list-open-workflow-executions", *everyone, *STARTED, "--type-filter", "name=listed")
    for workflow_id in "de":
        swf("terminate-workflow-execution", "--domain", DOMAIN, "--workflow-id", workflow_id)


def tags():
    def of_domain():
        return [(t["key"], t["value"]) for t in swf("list-tags-for-resource", *arn)["tags"]]

    swf(
        "register-domain", "--name", "tagged", "--workflow-execution-retention-period-in-days", "1",
        "--tags", "key=team,value=blue",
    )
    name = swf("describe-domain", "--name", "tagged")["domainInfo"]["arn"]
    arn = ["--resource-arn", name]
    equal("tags at registration", of_domain(), [("team", "blue")])
    swf("tag-resource", *arn, "--tags", "key=team,value=green", "key=stage,value=test")
    equal("tags", of_domain(), [("team", "green"), ("stage", "test")])
    swf("untag-resource", *arn, "--tag-keys", "team", "none")
    equal("tags that are left", of_domain(), [("stage", "test")])
    refused("TooManyTagsFault", "tag-resource", *arn, "--tags", *[f"key={i},value=" for i in range(50)])
    refused("UnknownResourceFault", "tag-resource", "--resource-arn", name + "-not", "--tags", "key=a,value=b")


def refused(name, operation, *arguments, **variables):
    """Makes a call that has to be refused with a fault; the CLI ends with a status of its own then."""
    done = aws(operation, *arguments, **variables)
    if done.returncode not in (254, 255) or f"An error occurred ({name}) when calling" not in done.stderr:
        raise AssertionError(f"{operation} was not refused with {name}: status {done.returncode}, {done.stderr.strip()}")
    return done.stderr.strip()


def faults():
    retention = ["--workflow-execution-retention-period-in-days", "1"]
    order = ["--domain", DOMAIN, "--workflow-type", shorthand(WORKFLOW_TYPE)]
    bare = ["--domain", DOMAIN, "--workflow-type", "name=bare,version=1"]
    refused("UnknownResourceFault", "describe-domain", "--name", "none")
    refused("DomainAlreadyExistsFault", "register-domain", "--name", DOMAIN, *retention)
    refused("TypeAlreadyExistsFault", "register-workflow-type", "--domain", DOMAIN, "--name", "order", "--workflow-version", "1")
    refused("TypeNotDeprecatedFault", "delete-workflow-type", *order)
    swf("register-workflow-type", "--domain", DOMAIN, "--name", "bare", "--workflow-version", "1")
    refused("DefaultUndefinedFault", "start-workflow-execution", *bare, "--workflow-id", "bare")
    swf("deprecate-workflow-type", *bare)
    refused("TypeDeprecatedFault", "start-workflow-execution", *bare, "--workflow-id", "bare")
    start("twice", "twice")
    refused("WorkflowExecutionAlreadyStartedFault", "start-workflow-execution", *order, "--workflow-id", "twice")
    swf("terminate-workflow-execution", "--domain", DOMAIN, "--workflow-id", "twice")
    swf("register-domain", "--name", "old", *retention)
    swf("deprecate-domain", "--name", "old")
    refused("DomainDeprecatedFault", "register-workflow-type", "--domain", "old", "--name", "order", "--workflow-version", "1")
    tags = [f"key={i},value=" for i in range(51)]
    refused("TooManyTagsFault", "register-domain", "--name", "tags", *retention, "--tags", *tags)
    refused("LimitExceededFault", "register-domain", "--name", "more", *retention, AWS_ACCESS_KEY_ID=FULL_ACCOUNT)
    for name in ["OperationNotPermittedFault", *FRAMEWORK_FAULTS]:
        text = refused(name, "describe-domain", "--name", name, AWS_ENDPOINT_URL_SWF=FAULTS_URL, AWS_MAX_ATTEMPTS="1")
        if name not in SILENT_FAULTS and not text.endswith("because of " + name):
            raise AssertionError(f"{name} came without its text: {text}")


def empty_poll():
    began = time.monotonic()
    task = swf("poll-for-activity-task", "--domain", DOMAIN, "--task-list", "name=idle")
    check_empty_poll("poll for an activity task", began)
    equal("task", task, {"startedEventId": 0})
    began = time.monotonic()
    task = swf("poll-for-decision-task", "--domain", DOMAIN, "--task-list", "name=idle")
    check_empty_poll("poll for a decision task", began)
    equal("task", (task.get("taskToken"), task["startedEventId"], task.get("events", [])), (None, 0, []))


register()
play([workflow, paging, lists, tags, faults, empty_poll])
