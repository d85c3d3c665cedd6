"""What the scenarios of boto3 and of the AWS CLI share: how they are played and what they expect."""

import os
import sys
import time
import traceback

POLL_HOLD = float(os.environ["POLL_HOLD"])
FAULTS_URL = os.environ["FAULTS_URL"]
FULL_ACCOUNT = os.environ["FULL_ACCOUNT"]
SECRET_KEY = os.environ["AWS_SECRET_ACCESS_KEY"]
PLANTED = os.environ["PLANTED"]

DOMAIN = "orders"
WORKFLOW_TYPE = {"name": "order", "version": "1"}
ACTIVITY_TYPE = {"name": "work", "version": "1"}

# Every fault of SWF's own, and every one of the framework, for which clients have no class.
FAULTS = os.environ["FAULTS"].split()
FRAMEWORK_FAULTS = os.environ["FRAMEWORK_FAULTS"].split()
# SWF says nothing with these.
SILENT_FAULTS = ["InternalFailure", "UnknownOperationException"]

# The history of the workflow that every client plays.
WORKFLOW_HISTORY = """
WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted
ActivityTaskScheduled ActivityTaskScheduled
ActivityTaskStarted ActivityTaskCompleted DecisionTaskScheduled ActivityTaskStarted
DecisionTaskStarted DecisionTaskCompleted ActivityTaskCancelRequested
ActivityTaskCanceled DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted
WorkflowExecutionCancelRequested DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted WorkflowExecutionCanceled
""".split()

# The runs that are listed: their workflowIds, in the order of their start, with the version of their type and their tags.
LISTED = {
    "a": ("1", ["odd", "all"]),
    "b": ("1", ["all"]),
    "c": ("1", ["odd", "all"]),
    "d": ("2", ["all"]),
    "e": ("2", ["odd", "all"]),
}

# Filters on them, and which they select, the newest first.
FILTERS = [
    ({"typeFilter": {"name": "listed"}}, "edcba"),
    ({"typeFilter": {"name": "listed", "version": "2"}}, "ed"),
    ({"tagFilter": {"tag": "all"}}, "edcba"),
    ({"tagFilter": {"tag": "odd"}}, "eca"),
    ({"tagFilter": {"tag": "none"}}, ""),
    ({"executionFilter": {"workflowId": "b"}}, "b"),
]

# So many events the long history has; all but nine are markers.
LONG = 300
MARKERS = LONG - 9


def equal(what, got, want):
    if got != want:
        raise AssertionError(f"{what}: got {got!r}, want {want!r}")


def check_empty_poll(what, began):
    took = time.monotonic() - began
    if not POLL_HOLD - 0.05 <= took <= POLL_HOLD + 5:
        raise AssertionError(f"{what}: it took {took:.2f} s, and should take {POLL_HOLD} s")


def schedule(activity_id):
    return {
        "decisionType": "ScheduleActivityTask",
        "scheduleActivityTaskDecisionAttributes": {
            "activityType": ACTIVITY_TYPE,
            "activityId": activity_id,
            "input": PLANTED + " input",
        },
    }


def request_cancel(activity_id):
    return {
        "decisionType": "RequestCancelActivityTask",
        "requestCancelActivityTaskDecisionAttributes": {"activityId": activity_id},
    }


def cancel():
    return {
        "decisionType": "CancelWorkflowExecution",
        "cancelWorkflowExecutionDecisionAttributes": {"details": PLANTED + " details"},
    }


def complete():
    return {"decisionType": "CompleteWorkflowExecution", "completeWorkflowExecutionDecisionAttributes": {}}


def ids(infos):
    return "".join(i["execution"]["workflowId"] for i in infos)


def only(chosen, letters):
    """Those of the letters that are chosen, in their order."""
    return "".join(letter for letter in letters if letter in chosen)


def markers():
    return [
        {"decisionType": "RecordMarker", "recordMarkerDecisionAttributes": {"markerName": f"marker {i}", "details": PLANTED}}
        for i in range(MARKERS)
    ]


def say_run(workflow_id, run_id):
    print("run", workflow_id, run_id, flush=True)


def play(scenarios):
    """Plays all scenarios and ends the program."""
    failed = False
    for scenario in scenarios:
        try:
            scenario()
            print("ok", scenario.__name__, flush=True)
        except Exception:
            failed = True
            traceback.print_exc()
    sys.exit(failed)
