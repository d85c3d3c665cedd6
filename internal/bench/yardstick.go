package bench

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// yardstick lets each client make calls as fast as it gets answers, to a server that does no more than it must.
func (r *Run) yardstick(ctx context.Context) (*Result, error) {
	w, err := r.drive(ctx, r.Clients, func(ctx context.Context, _ int) error {
		in := swf.NewRecordActivityTaskHeartbeatInput(yardstickToken)
		in.Details = &details
		_, err := r.Service.RecordActivityTaskHeartbeat(ctx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.result("calls", w), nil
}

// yardstickToken is as long as a token is.
const yardstickToken = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// MeasureYardstick measures a server that NewYardstick's handler serves.
func MeasureYardstick(ctx context.Context, r *Run) (*Result, error) {
	s := Scenario{Name: "yardstick"}
	if err := r.check(&s); err != nil {
		return nil, err
	}
	result, err := r.yardstick(ctx)
	if err == nil {
		result.Scenario = s.Name
	}
	return result, err
}

// yardstickRows is how many rows the yardstick writes in turn, and yardstickRow how many bytes each has: about those of an activity
// with a heartbeat.
const (
	yardstickRows = 4096
	yardstickRow  = 200
)

// NewYardstick makes the handler of a server that knows nothing of SWF: it decodes a heartbeat's request and encodes its answer, as any server
// must, and makes one small row durable in between, unless the store is nil. The store groups what is committed at once.
func NewYardstick(s store.Store) http.Handler {
	var calls atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var in swf.RecordActivityTaskHeartbeatInput
		if err == nil {
			err = json.Unmarshal(body, &in)
		}
		if err == nil && s != nil {
			err = commit(s, calls.Add(1)%yardstickRows, in.Details)
		}
		var reply []byte
		if err == nil {
			reply, err = json.Marshal(struct {
				CancelRequested bool `json:"cancelRequested"`
			}{})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		// Who does not read the answer is not measured.
		_, _ = w.Write(reply)
	})
}

func commit(s store.Store, row uint64, details *string) error {
	value := make([]byte, yardstickRow)
	if details != nil {
		copy(value, *details)
	}
	var b store.Batch
	b.Put(store.MetaKey(binary.BigEndian.AppendUint64(nil, row)), value)
	return s.Commit(&b)
}
