package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/swf"
)

// serviceType is the API; its methods are the operations.
var serviceType = reflect.TypeFor[swf.Service]()

// operations are the names of all operations.
func operations() []string {
	var names []string
	for i := range serviceType.NumMethod() {
		names = append(names, serviceType.Method(i).Name)
	}
	return names
}

func (c *cli) newCallCommand() *cobra.Command {
	return c.apiCommand(&cobra.Command{
		Use: "call OPERATION [JSON]", Short: "Call any operation of the API, with SWF's own JSON in and out",
		Long: `Call any of the 39 operations. The request is SWF's own JSON, as an argument, from a file (@FILE) or from the standard input (-); so is
the answer. A member that the operation does not have is an error. The operations are:

` + paragraph(operations(), 120),
		Example: `  swfd call DescribeDomain '{"name":"hello"}'
  swfd call PollForDecisionTask '{"domain":"hello","taskList":{"name":"deciders"}}'`,
		Args: namedAnd(1, "the operation"), ValidArgs: operations(),
	}, func(ctx context.Context, a *api, args []string) error {
		method, ok := serviceType.MethodByName(args[0])
		if !ok {
			return usage("there is no operation %q%s", args[0], help(a.cmd, "", args[0], operations()))
		}
		request := "{}"
		if len(args) == 2 {
			request = args[1]
		}
		in := reflect.New(method.Type.In(1).Elem())
		if err := a.readRequest(request, in.Interface()); err != nil {
			return err
		}
		results := reflect.ValueOf(a.service).MethodByName(args[0]).Call([]reflect.Value{reflect.ValueOf(ctx), in})
		if err, _ := results[1].Interface().(error); err != nil {
			return err
		}
		out := results[0].Interface()
		if text, err := json.Marshal(out); err != nil || string(text) == "{}" {
			return err
		}
		return printJSON(a.cmd.OutOrStdout(), out)
	})
}

// readRequest reads a request in SWF's own JSON.
func (a *api) readRequest(request string, into any) error {
	file, isFile := strings.CutPrefix(request, "@")
	if !isFile && request == "-" {
		file, isFile = "-", true
	}
	b := []byte(request)
	if isFile {
		var err error
		if b, err = readFile(a.cmd, file, largestPayload); err != nil {
			return err
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return usage("the request is not what the operation takes: %s", jsonTrouble(err))
	}
	if decoder.More() {
		return usage("the request is more than one JSON document")
	}
	return nil
}

// jsonTrouble says what is wrong with a document in its own terms.
func jsonTrouble(err error) string {
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mismatch) && mismatch.Field != "":
		return fmt.Sprintf("%s cannot be a %s", mismatch.Field, mismatch.Value)
	case errors.As(err, &mismatch):
		return fmt.Sprintf("it is of JSON's type %s, and should be an object, {...}", mismatch.Value)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends in the middle of the JSON"
	case errors.Is(err, io.EOF):
		return "it is empty, and should be an object, {...}"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// paragraph joins words into lines of at most so many letters.
func paragraph(words []string, width int) string {
	var b strings.Builder
	length := 0
	for i, w := range words {
		if i > 0 && length+len(w)+2 > width {
			b.WriteString(",\n")
			length = 0
		} else if i > 0 {
			b.WriteString(", ")
			length += 2
		}
		b.WriteString(w)
		length += len(w)
	}
	return b.String()
}
