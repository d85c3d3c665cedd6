// Package trace sends a span for each API call to an OpenTelemetry collector, over OTLP in JSON.
//
// It is told of calls when they have ended (httpapi.Call), decides by the caller's trace context and the sampler which are to be sent,
// and sends them in batches from one goroutine. A call waits for none of that: where the queue is full, spans are dropped and counted.
//
// It is configured by OpenTelemetry's own environment variables, and off unless an endpoint is given. Why this is not OpenTelemetry's
// library is told in docs/decisions/0005-spans-without-a-library.md.
package trace
