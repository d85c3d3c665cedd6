package tasklist

import (
	"errors"
	"slices"
	"testing"

	"github.com/swfd/swfd/internal/token"
)

var (
	activities = Key{Domain: 1, Kind: token.Activity, Name: "list"}
	decisions  = Key{Domain: 1, Kind: token.Decision, Name: "list"}
)

// many is a bound on pollers that no test reaches by chance.
const many = 1000

// named makes a task that is told from others by its run.
func named(run string) Task { return Task{Domain: 1, WorkflowID: "w", RunID: run, ScheduledID: 5} }

// claim polls and takes what is there at once; "" is nothing.
func claim(t *testing.T, ls *Lists, key Key) Task {
	t.Helper()
	w := poll(t, ls, key)
	task, _ := ls.Leave(w)
	return task
}

func poll(t *testing.T, ls *Lists, key Key) *Wait {
	t.Helper()
	w, err := ls.Poll(key, many)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// received is the run of the task that a wait has received, "" for none so far, "closed" if there will be none.
func received(w *Wait) string {
	select {
	case task, ok := <-w.C:
		if !ok {
			return "closed"
		}
		return task.RunID
	default:
		return ""
	}
}

// drain claims all tasks of a list, in order.
func drain(t *testing.T, ls *Lists, key Key) (runs []string) {
	t.Helper()
	for task := claim(t, ls, key); task.RunID != ""; task = claim(t, ls, key) {
		runs = append(runs, task.RunID)
	}
	return runs
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// expectForgotten checks that nothing is left of any list.
func expectForgotten(t *testing.T, ls *Lists) {
	t.Helper()
	if n := len(ls.lists); n != 0 {
		t.Errorf("%d lists are kept that nobody uses", n)
	}
}

func TestTasksGoOutByPriorityThenAge(t *testing.T) {
	ls := New()
	for _, task := range []Task{
		{RunID: "young", Since: 30},
		{RunID: "old", Since: 10},
		{RunID: "low", Since: 1, Priority: -1},
		{RunID: "high", Since: 90, Priority: 7},
		{RunID: "as old, later", Since: 10},
		{RunID: "highest", Since: 99, Priority: 1<<31 - 1},
		{RunID: "lowest", Since: 0, Priority: -1 << 31},
		{RunID: "as old, last", Since: 10},
	} {
		ls.Offer(activities, task)
	}
	expect(t, drain(t, ls, activities), "highest", "high", "old", "as old, later", "as old, last", "young", "low", "lowest")
	expectForgotten(t, ls)
}

func TestAPollClaimsAtMostOneTask(t *testing.T) {
	ls := New()
	ls.Offer(activities, named("a"))
	ls.Offer(activities, named("b"))
	w := poll(t, ls, activities)
	expect(t, []string{received(w), received(w)}, "a", "")
	if n := ls.Count(activities); n != 1 {
		t.Errorf("%d tasks wait", n)
	}
	// The claimed task is gone from the list, and another poll gets the other.
	expect(t, drain(t, ls, activities), "b")
}

func TestAnOfferGoesToTheLongestWaitingPoll(t *testing.T) {
	ls := New()
	first, second, third := poll(t, ls, activities), poll(t, ls, activities), poll(t, ls, activities)
	if n := ls.Pollers(activities); n != 3 {
		t.Errorf("%d polls wait", n)
	}
	ls.Offer(activities, named("a"))
	ls.Leave(second)
	ls.Offer(activities, named("b"))
	expect(t, []string{received(first), received(second), received(third)}, "a", "", "b")
	if n := ls.Pollers(activities) + ls.Count(activities); n != 0 {
		t.Errorf("%d polls and tasks are left", n)
	}
	expectForgotten(t, ls)
}

func TestListsAreApart(t *testing.T) {
	ls := New()
	keys := []Key{activities, decisions, {Domain: 2, Kind: token.Activity, Name: "list"}, {Domain: 1, Kind: token.Activity, Name: "List"}}
	for i, key := range keys {
		ls.Offer(key, named(string(rune('a'+i))))
	}
	for i, key := range keys {
		expect(t, drain(t, ls, key), string(rune('a'+i)))
	}
	expectForgotten(t, ls)
}

func TestAnOfferMayRepeat(t *testing.T) {
	ls := New()
	ls.Offer(activities, named("a"))
	ls.Offer(activities, named("b"))
	ls.Offer(activities, named("a"))
	if n := ls.Count(activities); n != 2 {
		t.Errorf("%d tasks wait", n)
	}
	expect(t, drain(t, ls, activities), "a", "b")
	// Of one run, tasks differ by the event that scheduled them.
	other := named("a")
	other.ScheduledID++
	ls.Offer(activities, named("a"))
	ls.Offer(activities, other)
	expect(t, drain(t, ls, activities), "a", "a")
}

// TestAnOfferMayRepeatAfterAClaim: the list does not remember claims. The second claim is stale, and the commit finds out.
func TestAnOfferMayRepeatAfterAClaim(t *testing.T) {
	ls := New()
	w := poll(t, ls, activities)
	ls.Offer(activities, named("a"))
	ls.Offer(activities, named("a"))
	expect(t, []string{received(w)}, "a")
	expect(t, drain(t, ls, activities), "a")
}

func TestAReturnedTaskTakesItsOldPlace(t *testing.T) {
	ls := New()
	ls.Offer(activities, named("first"))
	ls.Offer(activities, named("second"))
	ls.Offer(activities, Task{RunID: "older", Since: -1})
	ls.Offer(activities, Task{RunID: "urgent", Priority: 1})
	urgent, older, first := claim(t, ls, activities), claim(t, ls, activities), claim(t, ls, activities)
	ls.Offer(activities, named("third")) // of the same priority and instant as the first, and later
	ls.Return(activities, first)
	ls.Return(activities, urgent)
	ls.Return(activities, older)
	expect(t, drain(t, ls, activities), "urgent", "older", "first", "second", "third")
}

// TestATaskHandedOverReturnsToItsPlace: a task that met a waiting poll has never been in the backlog, and still has a place.
func TestATaskHandedOverReturnsToItsPlace(t *testing.T) {
	ls := New()
	w := poll(t, ls, activities)
	ls.Offer(activities, named("first"))
	ls.Offer(activities, named("second"))
	task, ok := ls.Leave(w)
	if !ok {
		t.Fatal("the claimed task does not come back")
	}
	ls.Return(activities, task)
	expect(t, drain(t, ls, activities), "first", "second")
}

func TestAReturnedTaskGoesToAWaitingPoll(t *testing.T) {
	ls := New()
	ls.Offer(activities, named("a"))
	task := claim(t, ls, activities)
	w := poll(t, ls, activities)
	ls.Return(activities, task)
	expect(t, []string{received(w)}, "a")
	expectForgotten(t, ls)
}

func TestAReturnAfterANewOfferDoesNothing(t *testing.T) {
	ls := New()
	ls.Offer(activities, named("a"))
	task := claim(t, ls, activities)
	ls.Offer(activities, named("a"))
	ls.Return(activities, task)
	expect(t, drain(t, ls, activities), "a")
}

func TestAWithdrawnTaskIsGone(t *testing.T) {
	ls := New()
	for _, run := range []string{"a", "b", "c", "d", "e"} {
		ls.Offer(activities, named(run))
	}
	ls.Withdraw(activities, "c", 5)
	ls.Withdraw(activities, "c", 5)           // again
	ls.Withdraw(activities, "d", 6)           // another task of the run
	ls.Withdraw(activities, "never seen", 5)  // no task
	ls.Withdraw(decisions, "d", 5)            // another list
	ls.Withdraw(Key{Name: "unknown"}, "d", 5) // no list
	expect(t, drain(t, ls, activities), "a", "b", "d", "e")
	ls.Offer(activities, named("c"))
	expect(t, drain(t, ls, activities), "c")
	ls.Offer(activities, named("last"))
	ls.Withdraw(activities, "last", 5)
	expectForgotten(t, ls)
}

func TestPollersAreBounded(t *testing.T) {
	ls := New()
	for range 3 {
		if _, err := ls.Poll(activities, 3); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ls.Poll(activities, 3); !errors.Is(err, ErrTooManyPollers) {
		t.Errorf("a fourth poll: %v", err)
	}
	if _, err := ls.Poll(decisions, 3); err != nil {
		t.Errorf("a poll of another list: %v", err)
	}
	// A served poll makes room.
	ls.Offer(activities, named("a"))
	if _, err := ls.Poll(activities, 3); err != nil {
		t.Errorf("a poll after one was served: %v", err)
	}
	// Where a task waits, no poll needs to wait.
	full := New()
	full.Offer(activities, named("a"))
	if w, err := full.Poll(activities, 0); err != nil || received(w) != "a" {
		t.Errorf("a poll with a task waiting: %v", err)
	}
	if _, err := full.Poll(activities, 0); !errors.Is(err, ErrTooManyPollers) {
		t.Errorf("a poll where none may wait: %v", err)
	}
	expectForgotten(t, full)
}

func TestLeaving(t *testing.T) {
	ls := New()
	// Before a task came: there is none to give back.
	w := poll(t, ls, activities)
	if task, ok := ls.Leave(w); ok {
		t.Errorf("an unserved poll gives back %v", task)
	}
	if task, ok := ls.Leave(w); ok {
		t.Errorf("leaving twice gives back %v", task)
	}
	expectForgotten(t, ls)
	// After a task was claimed for it: it comes back, once.
	w = poll(t, ls, activities)
	ls.Offer(activities, named("a"))
	if task, ok := ls.Leave(w); !ok || task.RunID != "a" {
		t.Errorf("a served poll gives back %v, %v", task, ok)
	}
	if task, ok := ls.Leave(w); ok {
		t.Errorf("leaving twice gives back %v", task)
	}
	// After it has received the task: it is the receiver's.
	w = poll(t, ls, activities)
	ls.Offer(activities, named("b"))
	expect(t, []string{received(w)}, "b")
	if task, ok := ls.Leave(w); ok {
		t.Errorf("a poll that has its task gives back %v", task)
	}
	// A poll that has left gets nothing.
	ls.Offer(activities, named("c"))
	expect(t, []string{received(w)}, "")
	expect(t, drain(t, ls, activities), "c")
}

func TestClosing(t *testing.T) {
	ls := New()
	served := poll(t, ls, activities)
	ls.Offer(activities, named("a"))
	waiting, other := poll(t, ls, activities), poll(t, ls, decisions)
	ls.Close()
	ls.Close()
	expect(t, []string{received(served), received(waiting), received(other)}, "a", "closed", "closed")
	expectForgotten(t, ls)

	// From now on polls end at once, and tasks stay where they are.
	late := poll(t, ls, activities)
	expect(t, []string{received(late)}, "closed")
	for _, w := range []*Wait{served, waiting, other, late} {
		if task, ok := ls.Leave(w); ok {
			t.Errorf("a poll gives back %v", task)
		}
	}
	ls.Offer(activities, named("b"))
	ls.Offer(activities, named("c"))
	ls.Withdraw(activities, "b", 5)
	if n := ls.Count(activities); n != 1 {
		t.Errorf("%d tasks wait", n)
	}
	expect(t, []string{received(poll(t, ls, activities))}, "closed")
}

// TestListsAreForgotten: names that are used once cost nothing afterwards.
func TestListsAreForgotten(t *testing.T) {
	ls := New()
	for i := range 10_000 {
		key := Key{Domain: uint32(i), Kind: token.Activity, Name: "list of its own"}
		switch i % 4 {
		case 0:
			ls.Offer(key, named("a"))
			claim(t, ls, key)
		case 1:
			ls.Offer(key, named("a"))
			ls.Withdraw(key, "a", 5)
		case 2:
			w := poll(t, ls, key)
			ls.Offer(key, named("a"))
			received(w)
		case 3:
			ls.Leave(poll(t, ls, key))
		}
		ls.Count(key)
		ls.Pollers(key)
	}
	expectForgotten(t, ls)
}
