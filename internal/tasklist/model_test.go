package tasklist

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// model is the plainest thing that does what Lists does: it looks for the best task among all of them each time.
type model struct {
	tasks   map[Key][]modelTask
	polls   map[Key][]*modelPoll
	arrived int
	closed  bool
}

type modelTask struct {
	Task
	arrival int
}

// modelPoll is a poll in the model, and the real one that it is held against.
type modelPoll struct {
	key  Key
	real *Wait
	// claimed is the task that was claimed for the poll and that it has not received.
	claimed *modelTask
	closed  bool
}

func (m *model) offer(key Key, t modelTask) {
	if polls := m.polls[key]; len(polls) > 0 {
		polls[0].claimed, m.polls[key] = &t, polls[1:]
		return
	}
	if m.find(key, t.RunID, t.ScheduledID) < 0 {
		m.tasks[key] = append(m.tasks[key], t)
	}
}

func (m *model) find(key Key, run string, scheduled int64) int {
	return slices.IndexFunc(m.tasks[key], func(t modelTask) bool { return t.RunID == run && t.ScheduledID == scheduled })
}

// take takes the next task out, nil if there is none.
func (m *model) take(key Key) *modelTask {
	if len(m.tasks[key]) == 0 {
		return nil
	}
	best := slices.MinFunc(m.tasks[key], func(a, b modelTask) int {
		switch {
		case a.Priority != b.Priority:
			return int(b.Priority) - int(a.Priority)
		case a.Since != b.Since:
			return int(a.Since - b.Since)
		}
		return a.arrival - b.arrival
	})
	m.withdraw(key, best.RunID, best.ScheduledID)
	return &best
}

func (m *model) withdraw(key Key, run string, scheduled int64) {
	if i := m.find(key, run, scheduled); i >= 0 {
		m.tasks[key] = slices.Delete(m.tasks[key], i, i+1)
	}
}

// used counts the lists that hold a task or a poll.
func (m *model) used() int {
	used := map[Key]bool{}
	for key, tasks := range m.tasks {
		if len(tasks) > 0 {
			used[key] = true
		}
	}
	for key, polls := range m.polls {
		if len(polls) > 0 {
			used[key] = true
		}
	}
	return len(used)
}

// figures are what the model holds, a line for each list in use.
func (m *model) figures(keys ...Key) (lines []string) {
	for _, key := range keys {
		tasks, polls := m.tasks[key], m.polls[key]
		if len(tasks) == 0 && len(polls) == 0 {
			continue
		}
		f := Figures{Key: key, Backlog: len(tasks), Pollers: len(polls)}
		for i, t := range tasks {
			if i == 0 || t.Since < f.Oldest {
				f.Oldest = t.Since
			}
		}
		lines = append(lines, fmt.Sprint(f))
	}
	slices.Sort(lines)
	return lines
}

// TestListsDoAsTheModelDoes runs any sequence of calls on both, and compares all that can be seen.
func TestListsDoAsTheModelDoes(t *testing.T) {
	const maxPollers = 3
	rapid.Check(t, func(t *rapid.T) {
		real, m := New(), &model{tasks: map[Key][]modelTask{}, polls: map[Key][]*modelPoll{}}
		var polls []*modelPoll // those that may still be asked
		var claims []struct {
			key  Key
			real Task
			modelTask
		}
		lists := []Key{activities, decisions}
		keys := rapid.SampledFrom(lists)
		runs := rapid.SampledFrom([]string{"r1", "r2", "r3", "r4", "r5", "r6"})
		draw := func(t *rapid.T) Task {
			return Task{RunID: runs.Draw(t, "run"), ScheduledID: rapid.Int64Range(1, 2).Draw(t, "event"),
				Priority: rapid.SampledFrom([]int32{0, 0, 0, 1}).Draw(t, "priority"), Since: rapid.SampledFrom([]swf.Timestamp{7, 7, 7, 3}).Draw(t, "since")}
		}
		// Some have waited since before a restart.
		for range rapid.IntRange(0, 8).Draw(t, "restored") {
			key, task := keys.Draw(t, "list"), draw(t)
			if m.find(key, task.RunID, task.ScheduledID) < 0 {
				m.arrived++
				m.offer(key, modelTask{task, m.arrived})
				real.Restore(key, task)
			}
		}
		real.Restored()

		// got notes that a poll has its task.
		got := func(p *modelPoll, task Task, ok bool) {
			switch {
			case ok != (p.claimed != nil):
				t.Fatalf("a poll has a task: %v, and in the model: %v", ok, !ok)
			case ok && (task.RunID != p.claimed.RunID || task.ScheduledID != p.claimed.ScheduledID || task.Priority != p.claimed.Priority):
				t.Fatalf("a poll has %s, and in the model %s", task.RunID, p.claimed.RunID)
			case ok:
				claims = append(claims, struct {
					key  Key
					real Task
					modelTask
				}{p.key, task, *p.claimed})
				p.claimed = nil
			}
		}
		drop := func(p *modelPoll) {
			polls = slices.DeleteFunc(polls, func(x *modelPoll) bool { return x == p })
			m.polls[p.key] = slices.DeleteFunc(m.polls[p.key], func(x *modelPoll) bool { return x == p })
		}

		t.Repeat(map[string]func(*rapid.T){
			"offer": func(t *rapid.T) {
				key, task := keys.Draw(t, "list"), draw(t)
				m.arrived++
				m.offer(key, modelTask{task, m.arrived})
				real.Offer(key, task)
			},
			"poll": func(t *rapid.T) {
				key := keys.Draw(t, "list")
				w, err := real.Poll(key, maxPollers)
				p := &modelPoll{key: key, real: w, closed: m.closed}
				if !m.closed {
					p.claimed = m.take(key)
				}
				full := !m.closed && p.claimed == nil && len(m.polls[key]) >= maxPollers
				if (err != nil) != full {
					t.Fatalf("poll: %v, and the model says full: %v", err, full)
				}
				if full {
					return
				}
				if p.claimed == nil && !m.closed {
					m.polls[key] = append(m.polls[key], p)
				}
				polls = append(polls, p)
			},
			"receive": func(t *rapid.T) {
				if len(polls) == 0 {
					t.Skip("no polls")
				}
				p := rapid.SampledFrom(polls).Draw(t, "poll")
				select {
				case task, ok := <-p.real.C:
					if !ok && !p.closed {
						t.Fatal("a poll has ended, and in the model it has not")
					}
					got(p, task, ok)
				default:
					if p.claimed != nil || p.closed {
						t.Fatal("a poll waits, and in the model it does not")
					}
				}
			},
			"leave": func(t *rapid.T) {
				if len(polls) == 0 {
					t.Skip("no polls")
				}
				p := rapid.SampledFrom(polls).Draw(t, "poll")
				task, ok := real.Leave(p.real)
				got(p, task, ok)
				drop(p)
			},
			"claim": func(t *rapid.T) {
				key := keys.Draw(t, "list")
				if m.closed || len(m.tasks[key]) == 0 {
					t.Skip("nothing to claim")
				}
				w, err := real.Poll(key, maxPollers)
				if err != nil {
					t.Fatal(err)
				}
				task, ok := <-w.C
				got(&modelPoll{key: key, real: w, claimed: m.take(key)}, task, ok)
			},
			"return": func(t *rapid.T) {
				if len(claims) == 0 {
					t.Skip("no claims")
				}
				i := rapid.IntRange(0, len(claims)-1).Draw(t, "claim")
				c := claims[i]
				claims = slices.Delete(claims, i, i+1)
				real.Return(c.key, c.real)
				m.offer(c.key, c.modelTask)
			},
			"withdraw": func(t *rapid.T) {
				key, run, event := keys.Draw(t, "list"), runs.Draw(t, "run"), rapid.Int64Range(1, 2).Draw(t, "event")
				real.Withdraw(key, run, event)
				m.withdraw(key, run, event)
			},
			"close": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
					t.Skip("not yet")
				}
				real.Close()
				m.closed = true
				for key, waiting := range m.polls {
					for _, p := range waiting {
						p.closed = true
					}
					delete(m.polls, key)
				}
			},
			// Not after each step: what has left a backlog stays among the ages until somebody looks.
			"look": func(t *rapid.T) {
				var got []string
				for _, f := range real.Figures() {
					got = append(got, fmt.Sprint(f))
				}
				slices.Sort(got)
				if want := m.figures(lists...); !slices.Equal(got, want) {
					t.Fatalf("the figures are %v, want %v", got, want)
				}
			},
			"": func(t *rapid.T) {
				for _, key := range lists {
					got := fmt.Sprint(real.Count(key), " tasks, ", real.Pollers(key), " polls")
					if want := fmt.Sprint(len(m.tasks[key]), " tasks, ", len(m.polls[key]), " polls"); got != want {
						t.Fatalf("%v holds %s, want %s", key, got, want)
					}
				}
				if len(real.lists) != m.used() {
					t.Fatalf("%d lists are kept, and %d are used", len(real.lists), m.used())
				}
			},
		})
	})
}
