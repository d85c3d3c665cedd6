package engine

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// A new key seals what comes; tokens of the older keys are good until their key is dropped. All of it outlasts a restart.
func TestTokenKeysRotate(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		_, old := w.startedActivity("old", swf.ScheduleActivityTaskDecisionAttributes{})
		keys, err := w.engine.RotateTokenKey()
		if err != nil || !slices.Equal(ids(keys), []int{2, 1}) || !keys[0].Sealing || keys[1].Sealing {
			t.Fatalf("the keys are %+v, %v", keys, err)
		}
		_, young := w.startedActivity("young", swf.ScheduleActivityTaskDecisionAttributes{})
		again(0)
		w.beat(old.TaskToken, "")
		w.beat(young.TaskToken, "")

		if keys, err = w.engine.DropTokenKey(1); err != nil || !slices.Equal(ids(keys), []int{2}) {
			t.Fatalf("the keys are %+v, %v", keys, err)
		}
		for range 2 {
			if _, err := w.engine.OpenTask(old.TaskToken); !errors.Is(err, token.ErrInvalid) {
				t.Errorf("a token of the dropped key opens: %v", err)
			}
			w.beat(young.TaskToken, "")
			again(0)
		}
	})
}

// Pages go on under a new key, and not under none.
func TestTokenKeysAndPages(t *testing.T) {
	inWorld(t, func(w *world) {
		in := swf.NewGetWorkflowExecutionHistoryInput("d", w.start("w"))
		in.MaximumPageSize = 1
		in.NextPageToken = must(w, w.calls().GetWorkflowExecutionHistory)(in).NextPageToken
		if _, err := w.engine.RotateTokenKey(); err != nil {
			t.Fatal(err)
		}
		must(w, w.calls().GetWorkflowExecutionHistory)(in)
		if _, err := w.engine.DropTokenKey(1); err != nil {
			t.Fatal(err)
		}
		refused(w, w.calls().GetWorkflowExecutionHistory, in, "ValidationException: Invalid token")
	})
}

func TestTokenKeysThatCannotBe(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, id := range []int{0, 1, 2, -1, 257} {
			if _, err := w.engine.DropTokenKey(id); !errors.Is(err, ErrTokenKey) {
				t.Errorf("drop %d: %v", id, err)
			}
		}
		for range mostTokenKeys - 1 {
			if _, err := w.engine.RotateTokenKey(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.engine.RotateTokenKey(); !errors.Is(err, ErrTokenKey) {
			t.Errorf("one too many: %v", err)
		}
		if n := len(w.engine.TokenKeys()); n != mostTokenKeys {
			t.Errorf("there are %d keys", n)
		}
	})
}

// The numbers of keys go round without meeting one that is in use.
func TestTokenKeysGoRound(t *testing.T) {
	inWorld(t, func(w *world) {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		for range 600 {
			keys, err := w.engine.RotateTokenKey()
			if err != nil {
				t.Fatal(err)
			}
			if len(keys) == 3 {
				if _, err := w.engine.DropTokenKey(keys[1].ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := ids(w.engine.TokenKeys()); got[1] != 1 || got[0] == 1 {
			t.Errorf("the keys are %v", got)
		}
		w.beat(task.TaskToken, "")
	})
}

func ids(keys []TokenKey) []int {
	var list []int
	for _, k := range keys {
		list = append(list, k.ID)
	}
	return list
}
