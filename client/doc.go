// Package client speaks the Amazon SWF API over HTTP: [Client] is a [swf.Service] that signs each call, sends it, tries
// again where that makes sense, and turns the answer into types. It works against any endpoint that speaks SWF,
// Amazon's own included.
//
//	service, err := client.New(ctx)
//	...
//	out, err := service.RecordActivityTaskHeartbeat(ctx, swf.NewRecordActivityTaskHeartbeatInput(token))
//
// # Where it looks
//
// Without options, [New] asks where every AWS SDK asks: credentials and region come from the environment, the shared
// configuration files, and what else the SDK's chain knows. The endpoint is the first that is given of [WithEndpoint],
// AWS_ENDPOINT_URL_SWF, AWS_ENDPOINT_URL, the profile's services section, and the profile's endpoint_url; all but the
// first are left aside while AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true. Else it is Amazon's endpoint for the region.
// With endpoint, region and credentials given as options, nothing is asked at all.
//
// # What it returns
//
// Every output carries the HTTP status and the request id of its reply. An error answer is a [swf.Fault] of the type of
// its own, which errors.As finds; it carries the same two and the message. An answer with a code that nobody knows is a
// [swf.UnknownFault]. Whatever else goes wrong, a broken connection for example, is wrapped as it is.
//
// # When it tries again
//
// A call makes up to three attempts, see [WithRetry]:
//
//	throttled      the service says that it is asked too often       wait up to 1 s, 2 s, 4 s, ...
//	transient      the network, a proxy or the service failed        wait up to 100 ms, 200 ms, 400 ms, ...
//	skewed         the service's clock and ours are far apart        correct ours, at once
//	anything else  another attempt would end the same                never
//
// A wait is random between nothing and its bound, never more than 20 s, so that many clients do not come back together.
// The faults of the SWF model are never tried again: they say what is, and [swf.LimitExceededFault] is one of them.
// Nothing is tried again once the context is done, nor when it would be done before the wait is over.
//
// An attempt that broke may have taken effect before it did. swfd knows the attempts of a call by their name, which the client sends
// as SDKs do: for ten minutes, each gets the first one's answer, and nothing happens twice. Amazon SWF does not. There,
// StartWorkflowExecution may answer [swf.WorkflowExecutionAlreadyStartedFault] for a run that this very call started, an answer to a
// task may find the task answered, and SignalWorkflowExecution may signal twice. Who must know makes one attempt per call.
//
// # Long polls
//
// PollForActivityTask and PollForDecisionTask wait up to 60 seconds at the service; each attempt has 70. A poll that is
// canceled halfway may cost a task: the service may have started it already, and only a time-out frees it. So let polls
// end, also at shutdown, if there is time.
//
// # Pages
//
// [HistoryEvents], [OpenExecutions] and the others walk the pages of a listing, and [DecisionTask] those of a decision
// task's history, one call at a time and only as far as the caller ranges. They take any [swf.Service].
package client
