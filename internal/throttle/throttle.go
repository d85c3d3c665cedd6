package throttle

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/swfd/swfd/swf"
)

// Throttle keeps rates. It is safe for concurrent use. A nil one keeps none, and lets everything pass.
type Throttle struct {
	now   func() time.Duration
	rates map[string]*buckets
	// ofExecution and ofTaskList are the narrower rates, by the operation or decision that they are for.
	ofExecution, ofTaskList map[string]*buckets
}

// New makes a Throttle, nil if there are no rates. Now is the wall time, with the machine's steady clock.
func New(r Rates, now func() time.Time) *Throttle {
	began := now()
	t := &Throttle{
		now:         func() time.Duration { return now().Sub(began) },
		rates:       map[string]*buckets{},
		ofExecution: map[string]*buckets{}, ofTaskList: map[string]*buckets{},
	}
	for _, name := range names {
		l, ok := r.Limit(name)
		if !ok {
			continue
		}
		b := newBuckets(name, l)
		t.rates[name] = b
		if operation, ok := strings.CutPrefix(name, perExecution); ok {
			t.ofExecution[operation] = b
		}
		if decision, ok := strings.CutPrefix(name, perTaskList); ok {
			t.ofTaskList[decision] = b
		}
	}
	if len(t.rates) == 0 {
		return nil
	}
	return t
}

// Call reports whether an operation may be carried out now, and takes its tokens if so: the account's, and the execution's, if the
// operation concerns one and SWF limits it for each. Of.Name names the execution; without it only the account counts.
func (t *Throttle) Call(operation string, of Of) bool {
	if t == nil {
		return true
	}
	return t.take(t.rates[operation], t.ofExecution[operation], of)
}

// Decision reports whether a decision may be taken now, and takes its tokens if so: the account's, and the task list's that Of.Name
// names, if SWF limits the decision for each.
func (t *Throttle) Decision(d swf.DecisionType, of Of) bool {
	if t == nil {
		return true
	}
	return t.take(t.rates[string(d)], t.ofTaskList[string(d)], of)
}

// take takes a token from the wide and from the narrow buckets, or from neither. Either may be nil.
func (t *Throttle) take(wide, narrow *buckets, of Of) bool {
	if wide == nil && narrow == nil {
		return true
	}
	now := t.now()
	account := Of{Account: of.Account, Region: of.Region}
	if wide != nil && !wide.take(account, now) {
		return false
	}
	if narrow == nil || of.Name == "" || narrow.take(of, now) {
		return true
	}
	if wide != nil {
		wide.give(account)
	}
	return false
}

// Level is how empty a bucket is.
type Level struct {
	// Rate is the name of the rate. Domain is empty if it is kept for accounts; otherwise this is the emptiest bucket of an execution or task
	// list of the domain.
	Rate, Account, Region, Domain string
	// Left is how many tokens there are, of the Burst that there may be.
	Left, Burst int64
}

// Levels tells of all buckets that are not full, the emptiest first, as far as their part of the burst goes.
func (t *Throttle) Levels() []Level {
	if t == nil {
		return nil
	}
	var all []Level
	now := t.now()
	for name, b := range t.rates {
		b.levels(now, func(of Of, left int64) {
			if left < b.limit.Burst {
				all = append(all, Level{name, of.Account, of.Region, of.Domain, left, b.limit.Burst})
			}
		})
	}
	slices.SortFunc(all, func(a, b Level) int {
		return cmp.Or(
			cmp.Compare(a.Left*b.Burst, b.Left*a.Burst),
			strings.Compare(a.Rate, b.Rate), strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region),
			strings.Compare(a.Domain, b.Domain))
	})
	return all
}

// Refused tells how many calls and decisions each rate has refused, by its name.
func (t *Throttle) Refused() map[string]uint64 {
	refused := map[string]uint64{}
	if t == nil {
		return refused
	}
	for name, b := range t.rates {
		refused[name] = b.refused.Load()
	}
	return refused
}
