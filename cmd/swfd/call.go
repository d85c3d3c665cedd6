package main

import (
	"bytes"
	"context"
	"encoding/json"
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
the answer. A member that the operation does not have is an error.`,
		Example: `  swfd call DescribeDomain '{"name":"hello"}'
  swfd call PollForDecisionTask '{"domain":"hello","taskList":{"name":"deciders"}}'`,
		Args: cobra.RangeArgs(1, 2), ValidArgs: operations(),
	}, func(ctx context.Context, a *api, args []string) error {
		method, ok := serviceType.MethodByName(args[0])
		if !ok {
			return usage("there is no operation %q; swfd completion helps, and so does docs/operating.md", args[0])
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
		return usage("the request is not what the operation takes: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if decoder.More() {
		return usage("the request is more than one JSON document")
	}
	return nil
}
