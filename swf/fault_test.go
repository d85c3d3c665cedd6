package swf_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/swfd/swfd/swf"
)

// The namespaces of error codes on the wire.
const (
	inModel        = "com.amazonaws.swf.base.model#"
	inValidation   = "com.amazon.coral.validate#"
	inAvailability = "com.amazon.coral.availability#"
	inFramework    = "com.amazon.coral.service#"
)

// faultCodes are the errors that SWF answers.
var faultCodes = map[string]struct {
	namespace string
	status    int
	kind      swf.Fault
}{
	"UnknownResourceFault":                 {inModel, 400, new(swf.UnknownResourceFault)},
	"OperationNotPermittedFault":           {inModel, 400, new(swf.OperationNotPermittedFault)},
	"LimitExceededFault":                   {inModel, 400, new(swf.LimitExceededFault)},
	"DomainAlreadyExistsFault":             {inModel, 400, new(swf.DomainAlreadyExistsFault)},
	"DomainDeprecatedFault":                {inModel, 400, new(swf.DomainDeprecatedFault)},
	"TypeAlreadyExistsFault":               {inModel, 400, new(swf.TypeAlreadyExistsFault)},
	"TypeDeprecatedFault":                  {inModel, 400, new(swf.TypeDeprecatedFault)},
	"TypeNotDeprecatedFault":               {inModel, 400, new(swf.TypeNotDeprecatedFault)},
	"WorkflowExecutionAlreadyStartedFault": {inModel, 400, new(swf.WorkflowExecutionAlreadyStartedFault)},
	"DefaultUndefinedFault":                {inModel, 400, new(swf.DefaultUndefinedFault)},
	"TooManyTagsFault":                     {inModel, 400, new(swf.TooManyTagsFault)},
	"ValidationException":                  {inValidation, 400, new(swf.ValidationException)},
	"ThrottlingException":                  {inAvailability, 400, new(swf.ThrottlingException)},
	"SerializationException":               {inFramework, 400, new(swf.SerializationException)},
	"UnknownOperationException":            {inFramework, 400, new(swf.UnknownOperationException)},
	"AccessDeniedException":                {inFramework, 400, new(swf.AccessDeniedException)},
	"MissingAuthenticationTokenException":  {inFramework, 400, new(swf.MissingAuthenticationTokenException)},
	"IncompleteSignatureException":         {inFramework, 400, new(swf.IncompleteSignatureException)},
	"InvalidSignatureException":            {inFramework, 400, new(swf.InvalidSignatureException)},
	"UnrecognizedClientException":          {inFramework, 400, new(swf.UnrecognizedClientException)},
	"ExpiredTokenException":                {inFramework, 400, new(swf.ExpiredTokenException)},
	"RequestEntityTooLargeException":       {inFramework, 413, new(swf.RequestEntityTooLargeException)},
	"InternalFailure":                      {inFramework, 500, new(swf.InternalFailure)},
	"ServiceUnavailable":                   {inFramework, 503, new(swf.ServiceUnavailable)},
	"RequestAbortedException":              {inFramework, 400, new(swf.RequestAbortedException)},
	"MalformedHttpRequestException":        {inFramework, 400, new(swf.MalformedHttpRequestException)},
}

func TestFaults(t *testing.T) {
	for code, want := range faultCodes {
		t.Run(code, func(t *testing.T) {
			detail := swf.FaultDetail{Message: "why", Response: swf.Response{HTTPStatus: want.status, RequestID: "r-1"}}
			f := swf.NewFault(code, detail)
			if reflect.TypeOf(f) != reflect.TypeOf(want.kind) {
				t.Fatalf("NewFault gives a %T", f)
			}
			if f.FaultCode() != code || *f.Detail() != detail {
				t.Errorf("the fault is %q with %+v", f.FaultCode(), *f.Detail())
			}
			if f.Error() != code+": why" {
				t.Errorf("the text is %q", f.Error())
			}
			if silent := swf.NewFault(code, swf.FaultDetail{}); silent.Error() != code {
				t.Errorf("the text without a message is %q", silent.Error())
			}
			if got := swf.FaultNamespace(code); got != want.namespace {
				t.Errorf("the namespace is %q, want %q", got, want.namespace)
			}
			if got := swf.FaultStatus(code); got != want.status {
				t.Errorf("the status is %d, want %d", got, want.status)
			}
		})
	}
}

// A fault is found by its own type, through any wrapping, and by no other fault's type.
func TestFaultsAreFoundByType(t *testing.T) {
	for code := range faultCodes {
		err := fmt.Errorf("heartbeat: %w", swf.NewFault(code, swf.FaultDetail{Message: "why"}))
		for other, kind := range faultCodes {
			target := reflect.New(reflect.TypeOf(kind.kind))
			if found := errors.As(err, target.Interface()); found != (code == other) {
				t.Errorf("looking for %s in a %s: found is %v", other, code, found)
			}
		}
		var any swf.Fault
		if !errors.As(err, &any) || any.Detail().Message != "why" {
			t.Errorf("%s is not found as a Fault", code)
		}
	}
}

func TestUnknownFault(t *testing.T) {
	f := swf.NewFault("QuotaGoneFault", swf.FaultDetail{Message: "no more"})
	unknown, ok := f.(*swf.UnknownFault)
	if !ok || unknown.Code != "QuotaGoneFault" || unknown.Error() != "QuotaGoneFault: no more" {
		t.Errorf("an unknown code gives %#v", f)
	}
	if ns, status := swf.FaultNamespace("QuotaGoneFault"), swf.FaultStatus("QuotaGoneFault"); ns != "" || status != 500 {
		t.Errorf("an unknown code has the namespace %q and the status %d", ns, status)
	}
}
