package trace

import (
	"encoding/hex"
	"strconv"
	"time"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/httpapi"
)

// The numbers that OTLP has for the kind of a span and for its status.
const (
	kindServer  = "2"
	statusError = "2"
)

// appendBatch appends an ExportTraceServiceRequest in OTLP's JSON: identifiers are hexadecimal, 64-bit numbers are strings.
func appendBatch(b []byte, resource []Attribute, version string, spans []span) []byte {
	b = append(b, `{"resourceSpans":[{"resource":{"attributes":[`...)
	for i, a := range resource {
		b = appendAttribute(b, i == 0, a.Key, a.Value)
	}
	b = append(b, `]},"scopeSpans":[{"scope":{"name":"github.com/swfd/swfd","version":`...)
	b = awsjson.AppendString(b, version)
	b = append(b, `},"spans":[`...)
	for i := range spans {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendSpan(b, &spans[i])
	}
	return append(b, `]}]}]}`...)
}

func appendSpan(b []byte, s *span) []byte {
	b = append(b, `{"traceId":"`...)
	b = hex.AppendEncode(b, s.trace[:])
	b = append(b, `","spanId":"`...)
	b = hex.AppendEncode(b, s.id[:])
	if s.parent != [8]byte{} {
		b = append(b, `","parentSpanId":"`...)
		b = hex.AppendEncode(b, s.parent[:])
	}
	operation := s.operation
	if operation == "" {
		operation = "unknown"
	}
	b = append(b, `","name":`...)
	b = awsjson.AppendString(b, "SimpleWorkflowService/"+operation)
	b = append(b, `,"kind":`+kindServer+`,"startTimeUnixNano":"`...)
	b = appendNano(b, s.begin)
	b = append(b, `","endTimeUnixNano":"`...)
	b = appendNano(b, s.end)
	b = append(b, `","attributes":[`...)
	b = appendAttribute(b, true, "rpc.system", "aws-api")
	b = appendAttribute(b, false, "rpc.service", "SimpleWorkflowService")
	b = appendAttribute(b, false, "rpc.method", operation)
	b = appendAttribute(b, false, "aws.request_id", s.requestID)
	if s.status != 0 {
		b = append(b, `,{"key":"http.response.status_code","value":{"intValue":"`+strconv.Itoa(s.status)+`"}}`...)
	}
	if s.outcome != httpapi.Succeeded {
		b = appendAttribute(b, false, "error.type", s.outcome)
	}
	b = append(b, `],"status":{`...)
	if s.status >= 500 {
		b = append(b, `"code":`+statusError...)
	}
	return append(b, `}}`...)
}

func appendNano(b []byte, t time.Time) []byte { return strconv.AppendInt(b, t.UnixNano(), 10) }

func appendAttribute(b []byte, first bool, key, value string) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(b, `{"key":`...)
	b = awsjson.AppendString(b, key)
	b = append(b, `,"value":{"stringValue":`...)
	b = awsjson.AppendString(b, value)
	return append(b, `}}`...)
}
