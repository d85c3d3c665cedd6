package tasklist

import (
	"fmt"
	"testing"

	"github.com/swfd/swfd/swf"
)

func oldest(t *testing.T, ls *Lists) swf.Timestamp {
	t.Helper()
	all := ls.Figures()
	if len(all) != 1 {
		t.Fatalf("%d lists are in use, not 1", len(all))
	}
	return all[0].Oldest
}

// The oldest task is not the next one where priorities differ.
func TestTheOldestTaskOfAll(t *testing.T) {
	ls := New()
	for i, priority := range []int32{5, 0, 9, 7} {
		task := named(fmt.Sprint("r", i))
		task.Priority, task.Since = priority, swf.Timestamp(10+i)
		ls.Offer(activities, task)
	}
	// Claimed are, in this order: those of 12, 13 and 10.
	for _, want := range []swf.Timestamp{10, 10, 10, 11} {
		if got := oldest(t, ls); got != want {
			t.Errorf("the oldest task is of %v, want %v", got, want)
		}
		if want == 11 {
			break
		}
		claim(t, ls, activities)
	}
	returned := named("r0")
	returned.Since = 10
	ls.Return(activities, returned)
	if got := oldest(t, ls); got != 10 {
		t.Errorf("after the return of an old task the oldest is of %v", got)
	}
}

// What has left the backlog is not kept for ever, though nobody asks for the oldest.
func TestTheAbsentAreForgotten(t *testing.T) {
	ls := New()
	most := 0
	for i := range 10_000 {
		task := named(fmt.Sprint("r", i))
		task.Since = swf.Timestamp(i)
		ls.Offer(activities, task)
		if i >= 10 {
			if i%2 == 0 {
				claim(t, ls, activities)
			} else {
				ls.Withdraw(activities, fmt.Sprint("r", i), 5)
			}
		}
		most = max(most, len(ls.lists[activities].ages))
	}
	if most > 100 {
		t.Errorf("up to %d entries were kept for 10 waiting tasks", most)
	}
	if got := oldest(t, ls); got == 0 {
		t.Error("nothing is the oldest")
	}
}
