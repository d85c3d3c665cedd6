package swf_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	sdktypes "github.com/aws/aws-sdk-go-v2/service/swf/types"
	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// The Go SDK's client knows the same API from another source: here the two are held against each other, first by their
// types, then by what they write and read.

// sdkOperations are the methods of the SDK's client that are operations.
func sdkOperations() map[string]reflect.Method {
	all := map[string]reflect.Method{}
	client := reflect.TypeFor[*sdk.Client]()
	for i := range client.NumMethod() {
		m := client.Method(i)
		if m.Type.NumIn() == 4 && m.Type.In(2).Elem().Name() == m.Name+"Input" {
			all[m.Name] = m
		}
	}
	return all
}

func TestTypesAreThoseOfTheSDK(t *testing.T) {
	theirs, seen := sdkOperations(), map[reflect.Type]bool{}
	for _, o := range operations(t) {
		m, ok := theirs[o.name]
		if !ok {
			t.Errorf("the SDK has no %s", o.name)
			continue
		}
		delete(theirs, o.name)
		compareWithSDK(t, o.input, m.Type.In(2).Elem(), seen)
		compareWithSDK(t, o.output, m.Type.Out(0).Elem(), seen)
	}
	for name := range theirs {
		t.Errorf("only the SDK has %s", name)
	}
}

// compareWithSDK compares two types, and those of which they are made.
func compareWithSDK(t *testing.T, ours, theirs reflect.Type, seen map[reflect.Type]bool) {
	ours, theirs = plain(ours), plain(theirs)
	if seen[ours] {
		return
	}
	seen[ours] = true
	switch {
	case ours == reflect.TypeFor[swf.Timestamp]():
		if theirs != reflect.TypeFor[time.Time]() {
			t.Errorf("%v is a %v in the SDK", ours, theirs)
		}
	case ours.Kind() != theirs.Kind():
		t.Errorf("%v is a %v in the SDK", ours, theirs)
	case ours.Kind() == reflect.Slice:
		compareWithSDK(t, ours.Elem(), theirs.Elem(), seen)
	case ours.Kind() == reflect.Struct:
		compareFieldsWithSDK(t, ours, theirs, seen)
	case ours.Name() != theirs.Name():
		t.Errorf("%v is a %v in the SDK", ours, theirs)
	case ours.Kind() == reflect.String && ours.PkgPath() != "":
		compareValuesWithSDK(t, ours, theirs)
	}
}

func plain(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func compareFieldsWithSDK(t *testing.T, ours, theirs reflect.Type, seen map[reflect.Type]bool) {
	if ours.Name() != theirs.Name() {
		t.Errorf("%v is a %v in the SDK", ours, theirs)
	}
	rest := map[string]reflect.Type{}
	for i := range theirs.NumField() {
		if f := theirs.Field(i); f.IsExported() && f.Name != "ResultMetadata" {
			rest[f.Name] = f.Type
		}
	}
	take := func(name string, typ reflect.Type) {
		if their, ok := rest[name]; ok {
			delete(rest, name)
			compareWithSDK(t, typ, their, seen)
			return
		}
		t.Errorf("the SDK's %v has no %s", theirs, name)
	}
	for name, typ := range sdkFields(ours) {
		take(name, typ)
	}
	if len(rest) > 0 {
		t.Errorf("only the SDK's %v has %v", theirs, slices.Collect(maps.Keys(rest)))
	}
}

// sdkFields are the fields that the SDK's twin of a structure should have.
func sdkFields(ours reflect.Type) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	switch ours {
	case reflect.TypeFor[swf.HistoryEvent]():
		all["EventId"], all["EventTimestamp"] = reflect.TypeFor[int64](), reflect.TypeFor[swf.Timestamp]()
		all["EventType"] = reflect.TypeFor[swf.EventType]()
		for _, name := range swf.EventType("").Values() {
			all[name+"EventAttributes"] = eventAttributes(name)
		}
	case reflect.TypeFor[swf.Decision]():
		all["DecisionType"] = reflect.TypeFor[swf.DecisionType]()
		for _, name := range swf.DecisionType("").Values() {
			all[name+"DecisionAttributes"] = reflect.TypeOf(swf.NewDecisionAttributes(swf.DecisionType(name))).Elem()
		}
	default:
		for _, f := range fields(ours) {
			all[sdkName(f.wire)] = f.Type
		}
	}
	return all
}

func sdkName(wire string) string { return strings.ToUpper(wire[:1]) + wire[1:] }

func compareValuesWithSDK(t *testing.T, ours, theirs reflect.Type) {
	got := reflect.Zero(ours).Interface().(interface{ Values() []string }).Values()
	var want []string
	for _, v := range reflect.Zero(theirs).MethodByName("Values").Call(nil)[0].Seq2() {
		want = append(want, v.String())
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v has the values %v, in the SDK %v", ours, got, want)
	}
}

func TestFaultsAreThoseOfTheSDK(t *testing.T) {
	theirs := []interface{ ErrorCode() string }{
		&sdktypes.DefaultUndefinedFault{}, &sdktypes.DomainAlreadyExistsFault{}, &sdktypes.DomainDeprecatedFault{},
		&sdktypes.LimitExceededFault{}, &sdktypes.OperationNotPermittedFault{}, &sdktypes.TooManyTagsFault{},
		&sdktypes.TypeAlreadyExistsFault{}, &sdktypes.TypeDeprecatedFault{}, &sdktypes.TypeNotDeprecatedFault{},
		&sdktypes.UnknownResourceFault{}, &sdktypes.WorkflowExecutionAlreadyStartedFault{},
	}
	for _, f := range theirs {
		ours := swf.NewFault(f.ErrorCode(), swf.FaultDetail{})
		if reflect.TypeOf(ours).Elem().Name() != reflect.TypeOf(f).Elem().Name() {
			t.Errorf("the SDK's %T is our %T", f, ours)
		}
	}
}

// What the SDK sends for any input reads as the same input, and what we write for any output reads as the same in the SDK.
func TestTheSDKAndWeUnderstandEachOther(t *testing.T) {
	for _, o := range operations(t) {
		t.Run(o.name, func(t *testing.T) {
			method := sdkOperations()[o.name]
			rapid.Check(t, func(t *rapid.T) {
				input, output := draw(t, o.input), draw(t, o.output)
				exchange := &exchange{}
				exchange.reply, _ = json.Marshal(output.Interface())
				theirInput := reflect.New(method.Type.In(2).Elem())
				toSDK.copy(input, theirInput.Elem())

				theirOutput, err := exchange.call(method, theirInput)
				if err != nil {
					t.Fatalf("%s of %+v: %v", o.name, input, err)
				}

				got := reflect.New(o.input)
				if err := json.Unmarshal(exchange.request, got.Interface()); err != nil {
					t.Fatalf("the SDK's request %s: %v", exchange.request, err)
				}
				if !reflect.DeepEqual(got.Elem().Interface(), input.Interface()) {
					t.Fatalf("the SDK sends %s, read as %+v, for %+v", exchange.request, got.Elem(), input)
				}
				back := reflect.New(o.output).Elem()
				fromSDK.copy(theirOutput.Elem(), back)
				if !reflect.DeepEqual(back.Interface(), output.Interface()) {
					t.Fatalf("the SDK reads %s as %+v", exchange.reply, back)
				}
			})
		})
	}
}

// exchange is one call of the SDK, answered without a network.
type exchange struct {
	request, reply []byte
}

func (e *exchange) Do(r *http.Request) (*http.Response, error) {
	e.request, _ = io.ReadAll(r.Body)
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(e.reply)), Request: r}, nil
}

func (e *exchange) call(method reflect.Method, input reflect.Value) (reflect.Value, error) {
	client := sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://localhost"), HTTPClient: e, Retryer: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "secret"}, nil
		}),
	})
	results := method.Func.Call([]reflect.Value{reflect.ValueOf(client), reflect.ValueOf(context.Background()), input})
	err, _ := results[1].Interface().(error)
	return results[0], err
}

// direction is one in which a value is copied between our type and the SDK's of the same name.
type direction bool

const (
	toSDK   direction = true
	fromSDK direction = false
)

func (d direction) copy(from, to reflect.Value) {
	if from.Kind() == reflect.Pointer {
		if from.IsNil() {
			return
		}
		from = from.Elem()
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	switch value := from.Interface().(type) {
	case swf.Timestamp:
		to.Set(reflect.ValueOf(value.Time()))
		return
	case time.Time:
		to.Set(reflect.ValueOf(swf.TimestampOf(value.Round(time.Millisecond))))
		return
	case swf.HistoryEvent:
		e := to.Addr().Interface().(*sdktypes.HistoryEvent)
		e.EventId, e.EventTimestamp, e.EventType = value.EventID, aws.Time(value.EventTimestamp.Time()), sdktypes.EventType(value.Type())
		d.copy(reflect.ValueOf(value.Attributes), to.FieldByName(string(value.Type())+"EventAttributes"))
		return
	case sdktypes.HistoryEvent:
		attributes := reflect.New(eventAttributes(string(value.EventType)))
		d.copy(from.FieldByName(string(value.EventType)+"EventAttributes"), attributes.Elem())
		to.Set(reflect.ValueOf(swf.HistoryEvent{
			EventID: value.EventId, EventTimestamp: swf.TimestampOf(value.EventTimestamp.Round(time.Millisecond)),
			Attributes: attributes.Interface().(swf.EventAttributes),
		}))
		return
	case swf.Decision:
		to.FieldByName("DecisionType").SetString(string(value.Type()))
		d.copy(reflect.ValueOf(value.Attributes), to.FieldByName(string(value.Type())+"DecisionAttributes"))
		return
	}
	switch from.Kind() {
	case reflect.Struct:
		d.copyFields(from, to)
	case reflect.Slice:
		for i := range from.Len() {
			item := reflect.New(to.Type().Elem()).Elem()
			d.copy(from.Index(i), item)
			to.Set(reflect.Append(to, item))
		}
	default:
		to.Set(from.Convert(to.Type()))
	}
}

func (d direction) copyFields(from, to reflect.Value) {
	ours := to.Type()
	if d == toSDK {
		ours = from.Type()
	}
	for _, f := range fields(ours) {
		if d == toSDK {
			d.copy(from.FieldByIndex(f.Index), to.FieldByName(sdkName(f.wire)))
		} else {
			d.copy(from.FieldByName(sdkName(f.wire)), to.FieldByIndex(f.Index))
		}
	}
}
