// The scenarios for the AWS SDK for JavaScript.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

// The SDK lies where it was installed, not beside this file.
const sdk = createRequire(join(process.env.SWFD_CLIENTS, "javascript", "package.json"))("@aws-sdk/client-swf");

const { POLL_HOLD, FAULTS_URL, FULL_ACCOUNT, PLANTED } = process.env;
// Every fault of SWF's own, and every one of the framework, for which the SDK has no class.
const faultNames = process.env.FAULTS.split(" ");
const frameworkFaults = process.env.FRAMEWORK_FAULTS.split(" ");
// SWF says nothing with these.
const silentFaults = ["InternalFailure", "UnknownOperationException"];
const domain = "orders";
const workflowType = { name: "order", version: "1" };
const activityType = { name: "work", version: "1" };

const workflowHistory = `
WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted
ActivityTaskScheduled ActivityTaskScheduled
ActivityTaskStarted ActivityTaskCompleted DecisionTaskScheduled ActivityTaskStarted
DecisionTaskStarted DecisionTaskCompleted ActivityTaskCancelRequested
ActivityTaskCanceled DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted
WorkflowExecutionCancelRequested DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted WorkflowExecutionCanceled
`.trim().split(/\s+/);

// So many events the long history has; all but nine are markers.
const long = 300;
const markers = Array.from({ length: long - 9 }, (_, i) => ({
  decisionType: "RecordMarker",
  recordMarkerDecisionAttributes: { markerName: `marker ${i}`, details: PLANTED },
}));

// newClient makes a client that tries each call once, unless answers will be lost. What it does not say, the SDK finds in the environment, the endpoint too.
const newClient = (config) => new sdk.SWF({ maxAttempts: Number(process.env.ATTEMPTS), ...config });
const swf = newClient({});

const range = (first, last) => Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + Math.sign(last - first) * i);
const ids = (pages) => pages.flatMap((p) => p.events.map((e) => e.eventId));

async function collect(pages) {
  const all = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function register() {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: "1" });
  await swf.registerWorkflowType({
    domain,
    ...workflowType,
    defaultTaskList: { name: "deciders" },
    defaultTaskStartToCloseTimeout: "60",
    defaultExecutionStartToCloseTimeout: "600",
    defaultChildPolicy: "TERMINATE",
  });
  await swf.registerActivityType({
    domain,
    ...activityType,
    defaultTaskList: { name: "workers" },
    defaultTaskHeartbeatTimeout: "60",
    defaultTaskScheduleToStartTimeout: "60",
    defaultTaskScheduleToCloseTimeout: "NONE",
    defaultTaskStartToCloseTimeout: "60",
  });
}

async function start(workflowId, taskList) {
  const { runId } = await swf.startWorkflowExecution({ domain, workflowId, workflowType, taskList: { name: taskList }, input: PLANTED });
  console.log("run", workflowId, runId);
  return { workflowId, runId };
}

async function decide(taskList, ...decisions) {
  const { taskToken } = await swf.pollForDecisionTask({ domain, taskList: { name: taskList } });
  await swf.respondDecisionTaskCompleted({ taskToken, decisions });
}

async function work() {
  const task = await swf.pollForActivityTask({ domain, taskList: { name: "workers" }, identity: "worker" });
  assert.equal(task.input, PLANTED + " input");
  return task;
}

async function beat({ taskToken }) {
  return (await swf.recordActivityTaskHeartbeat({ taskToken, details: PLANTED + " half" })).cancelRequested;
}

const schedule = (activityId) => ({
  decisionType: "ScheduleActivityTask",
  scheduleActivityTaskDecisionAttributes: { activityType, activityId, input: PLANTED + " input" },
});

const cancel = {
  decisionType: "CancelWorkflowExecution",
  cancelWorkflowExecutionDecisionAttributes: { details: PLANTED + " details" },
};
const complete = { decisionType: "CompleteWorkflowExecution", completeWorkflowExecutionDecisionAttributes: {} };

async function workflow() {
  const execution = await start("workflow", "workflow");
  await decide("workflow", schedule("charge"), schedule("pack"));
  const charge = await work();
  assert.equal(charge.activityId, "charge");
  await swf.respondActivityTaskCompleted({ taskToken: charge.taskToken, result: PLANTED + " result" });
  const pack = await work();
  assert.equal(pack.activityId, "pack");
  assert.equal(await beat(pack), false);
  await decide("workflow", {
    decisionType: "RequestCancelActivityTask",
    requestCancelActivityTaskDecisionAttributes: { activityId: "pack" },
  });
  assert.equal(await beat(pack), true);
  await swf.respondActivityTaskCanceled({ taskToken: pack.taskToken, details: PLANTED + " cleaned up" });
  await decide("workflow");
  await swf.requestCancelWorkflowExecution({ domain, workflowId: "workflow" });
  await decide("workflow", cancel);
  const { executionInfo } = await swf.describeWorkflowExecution({ domain, execution });
  assert.deepEqual([executionInfo.executionStatus, executionInfo.closeStatus], ["CLOSED", "CANCELED"]);
  const { events } = await swf.getWorkflowExecutionHistory({ domain, execution });
  assert.deepEqual(events.map((e) => e.eventType), workflowHistory);
  assert.equal(events[7].activityTaskCompletedEventAttributes.result, PLANTED + " result");
  assert.ok(events.every((e) => e.eventTimestamp instanceof Date && Math.abs(e.eventTimestamp - Date.now()) < 600_000));
}

async function paging() {
  const execution = await start("paging", "paging");
  await decide("paging", ...markers);
  await swf.signalWorkflowExecution({ domain, workflowId: "paging", signalName: "go on" });
  const task = await collect(sdk.paginatePollForDecisionTask({ client: swf, pageSize: 100 }, { domain, taskList: { name: "paging" } }));
  assert.deepEqual(task.map((p) => p.events.length), [100, 100, 98]);
  assert.deepEqual(ids(task), range(1, long - 2));
  await swf.respondDecisionTaskCompleted({ taskToken: task[0].taskToken, decisions: [complete] });
  for (const reverseOrder of [false, true]) {
    const pages = await collect(sdk.paginateGetWorkflowExecutionHistory({ client: swf, pageSize: 70 }, { domain, execution, reverseOrder }));
    assert.deepEqual(pages.map((p) => p.events.length), [70, 70, 70, 70, 20]);
    assert.deepEqual(ids(pages), reverseOrder ? range(long, 1) : range(1, long));
  }
}

// The runs that are listed: their workflowIds, in the order of their start, with the version of their type and their tags.
const listed = { a: ["1", "odd", "all"], b: ["1", "all"], c: ["1", "odd", "all"], d: ["2", "all"], e: ["2", "odd", "all"] };

// Filters on them, and which they select, the newest first.
const filters = [
  [{ typeFilter: { name: "listed" } }, "edcba"],
  [{ typeFilter: { name: "listed", version: "2" } }, "ed"],
  [{ tagFilter: { tag: "all" } }, "edcba"],
  [{ tagFilter: { tag: "odd" } }, "eca"],
  [{ tagFilter: { tag: "none" } }, ""],
  [{ executionFilter: { workflowId: "b" } }, "b"],
];
const since = new Date(Date.now() - 600_000);
const started = { startTimeFilter: { oldestDate: since } };
const closed = { closeTimeFilter: { oldestDate: since } };
const workflowIds = ({ executionInfos }) => executionInfos.map((i) => i.execution.workflowId).join("");

async function startListed() {
  for (const version of ["1", "2"]) {
    await swf.registerWorkflowType({
      domain,
      name: "listed",
      version,
      defaultTaskStartToCloseTimeout: "60",
      defaultExecutionStartToCloseTimeout: "600",
      defaultChildPolicy: "TERMINATE",
    });
  }
  for (const [workflowId, [version, ...tagList]] of Object.entries(listed)) {
    const { runId } = await swf.startWorkflowExecution({
      domain,
      workflowId,
      workflowType: { name: "listed", version },
      taskList: { name: "list of " + workflowId },
      tagList,
    });
    console.log("run", workflowId, runId);
    // No two are to have the same start, which has milliseconds.
    await new Promise((done) => setTimeout(done, 2));
  }
}

// expectLists checks what each filter selects of the open or the closed runs, which are known.
async function expectLists(state, times, among) {
  for (const [chosen, all] of filters) {
    const want = [...all].filter((id) => among.includes(id)).join("");
    const request = { domain, ...times, ...chosen };
    assert.equal(workflowIds(await swf[`list${state}WorkflowExecutions`](request)), want, `${state}, ${JSON.stringify(chosen)}`);
    const { count, truncated } = await swf[`count${state}WorkflowExecutions`](request);
    assert.deepEqual([count, truncated], [want.length, false]);
  }
}

async function expectPages(paginate, times, reverseOrder, want) {
  const pages = await collect(paginate({ client: swf, pageSize: 2 }, { domain, tagFilter: { tag: "all" }, reverseOrder, ...times }));
  assert.deepEqual(pages.map(workflowIds), want);
}

// A run is listed and counted as open from the answer to its start on, and as closed from the answer to its close on.
async function lists() {
  await startListed();
  await expectLists("Open", started, "abcde");
  await expectPages(sdk.paginateListOpenWorkflowExecutions, started, false, ["ed", "cb", "a"]);
  await expectPages(sdk.paginateListOpenWorkflowExecutions, started, true, ["ab", "cd", "e"]);
  await swf.terminateWorkflowExecution({ domain, workflowId: "a" });
  await swf.requestCancelWorkflowExecution({ domain, workflowId: "b" });
  await decide("list of b", cancel);
  await decide("list of c", complete);
  await swf.requestCancelWorkflowExecution({ domain, workflowId: "d" });
  await expectLists("Open", started, "de");
  await expectLists("Closed", started, "abc");
  await expectLists("Closed", closed, "abc");
  await expectPages(sdk.paginateListClosedWorkflowExecutions, closed, false, ["cb", "a"]);
  for (const [status, want] of [["TERMINATED", "a"], ["CANCELED", "b"], ["COMPLETED", "c"], ["TIMED_OUT", ""]]) {
    const { executionInfos } = await swf.listClosedWorkflowExecutions({ domain, ...closed, closeStatusFilter: { status } });
    // Only the runs of this scenario have a tag; SWF takes one filter beside the times.
    assert.equal(workflowIds({ executionInfos: executionInfos.filter((i) => i.tagList) }), want);
    assert.ok(executionInfos.every((i) => i.closeStatus === status && i.closeTimestamp instanceof Date));
  }
  const { executionInfos } = await swf.listOpenWorkflowExecutions({ domain, ...started, executionFilter: { workflowId: "d" } });
  assert.deepEqual([executionInfos[0].executionStatus, executionInfos[0].cancelRequested], ["OPEN", true]);
  const two = { domain, ...started, tagFilter: { tag: "all" }, typeFilter: { name: "listed" } };
  await assert.rejects(swf.listOpenWorkflowExecutions(two), { name: "ValidationException" });
  await assert.rejects(swf.countClosedWorkflowExecutions({ domain, ...started, ...closed }), { name: "ValidationException" });
  for (const workflowId of ["d", "e"]) await swf.terminateWorkflowExecution({ domain, workflowId });
}

async function tags() {
  const days = { workflowExecutionRetentionPeriodInDays: "1" };
  await swf.registerDomain({ name: "tagged", ...days, tags: [{ key: "team", value: "blue" }] });
  const resourceArn = (await swf.describeDomain({ name: "tagged" })).domainInfo.arn;
  const expectTags = async (want) => assert.deepEqual((await swf.listTagsForResource({ resourceArn })).tags, want);
  await expectTags([{ key: "team", value: "blue" }]);
  await swf.tagResource({ resourceArn, tags: [{ key: "team", value: "green" }, { key: "stage", value: "test" }] });
  await expectTags([{ key: "team", value: "green" }, { key: "stage", value: "test" }]);
  await swf.untagResource({ resourceArn, tagKeys: ["team", "none"] });
  await expectTags([{ key: "stage", value: "test" }]);
  const many = range(1, 50).map((i) => ({ key: String(i), value: "" }));
  await refused("TooManyTagsFault", swf.tagResource({ resourceArn, tags: many }));
  await refused("UnknownResourceFault", swf.tagResource({ resourceArn: resourceArn + "-not", tags: many.slice(0, 1) }));
  await expectTags([{ key: "stage", value: "test" }]);
}

// refused expects a call to be refused with a fault that the SDK has a class for, and returns its text.
async function refused(name, call) {
  try {
    await call;
  } catch (e) {
    assert.ok(e instanceof sdk[name], `${e} is not a ${name}`);
    assert.equal(e.name, name);
    assert.equal(e.$metadata.httpStatusCode, 400);
    assert.ok(e.$metadata.requestId, "there is no request id");
    return e.message;
  }
  assert.fail(`not refused with ${name}`);
}

async function faults() {
  const bare = { name: "bare", version: "1" };
  const days = { workflowExecutionRetentionPeriodInDays: "1" };
  await refused("UnknownResourceFault", swf.describeDomain({ name: "none" }));
  await refused("DomainAlreadyExistsFault", swf.registerDomain({ name: domain, ...days }));
  await refused("TypeAlreadyExistsFault", swf.registerWorkflowType({ domain, ...workflowType }));
  await refused("TypeNotDeprecatedFault", swf.deleteWorkflowType({ domain, workflowType }));
  await swf.registerWorkflowType({ domain, ...bare });
  await refused("DefaultUndefinedFault", swf.startWorkflowExecution({ domain, workflowId: "bare", workflowType: bare }));
  await swf.deprecateWorkflowType({ domain, workflowType: bare });
  await refused("TypeDeprecatedFault", swf.startWorkflowExecution({ domain, workflowId: "bare", workflowType: bare }));
  await start("twice", "twice");
  await refused("WorkflowExecutionAlreadyStartedFault", swf.startWorkflowExecution({ domain, workflowId: "twice", workflowType }));
  await swf.terminateWorkflowExecution({ domain, workflowId: "twice" });
  await swf.registerDomain({ name: "old", ...days });
  await swf.deprecateDomain({ name: "old" });
  await refused("DomainDeprecatedFault", swf.registerWorkflowType({ domain: "old", ...workflowType }));
  const tags = range(1, 51).map((i) => ({ key: String(i), value: "" }));
  await refused("TooManyTagsFault", swf.registerDomain({ name: "tags", ...days, tags }));
  const full = newClient({ credentials: { accessKeyId: FULL_ACCOUNT, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } });
  await refused("LimitExceededFault", full.registerDomain({ name: "more", ...days }));
  const other = newClient({ endpoint: FAULTS_URL });
  for (const name of faultNames) {
    assert.equal(await refused(name, other.describeDomain({ name })), "because of " + name);
  }
  for (const name of frameworkFaults) {
    const message = silentFaults.includes(name) ? "UnknownError" : "because of " + name;
    await assert.rejects(other.describeDomain({ name }), { name, message });
  }
}

async function empty_poll() {
  const timed = async (poll) => {
    const began = performance.now();
    const task = await poll;
    const took = (performance.now() - began) / 1000;
    assert.ok(took >= POLL_HOLD - 0.05 && took <= Number(POLL_HOLD) + 5, `a poll took ${took} s, and should take ${POLL_HOLD} s`);
    assert.equal(task.taskToken, undefined);
    assert.equal(task.startedEventId, 0);
  };
  await timed(swf.pollForActivityTask({ domain, taskList: { name: "idle" } }));
  await timed(swf.pollForDecisionTask({ domain, taskList: { name: "idle" } }));
}

await register();
for (const scenario of [workflow, paging, lists, tags, faults, empty_poll]) {
  try {
    await scenario();
    console.log("ok", scenario.name);
  } catch (e) {
    process.exitCode = 1;
    console.error(`${scenario.name}:`, e);
  }
}
